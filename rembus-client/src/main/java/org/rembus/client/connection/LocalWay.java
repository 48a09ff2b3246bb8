package org.rembus.client.connection;

import io.netty.channel.EventLoop;
import java.net.ConnectException;
import org.rembus.protocol.local.LocalBroker;

/** To a broker in the same process. */
public final class LocalWay implements Way {
    private final LocalBroker broker;
    private final EventLoop loop;
    private final OutputBudget budget;
    private final LocalEvents events;
    private boolean isAbandoned;

    public LocalWay(LocalBroker broker, EventLoop loop, OutputBudget budget, LocalEvents events) {
        this.broker = broker;
        this.loop = loop;
        this.budget = budget;
        this.events = events;
    }

    /** In a task of its own: who connects does not expect to be told at once. */
    @Override
    public void connect() {
        loop.execute(this::connectNow);
    }

    private void connectNow() {
        if (isAbandoned) {
            return;
        }
        try {
            LocalLink link = new LocalLink(broker, broker.connect(loop, WebSocketHandshake.OFFERED), events, budget);
            events.onConnected(link);
            link.begin();
        } catch (ConnectException closed) {
            events.onBrokerClosed();
        }
    }

    @Override
    public void abandon(Runnable then) {
        isAbandoned = true;
        then.run();
    }
}
