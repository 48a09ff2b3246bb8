package org.rembus.broker.transport.local;

import java.net.ConnectException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.local.LocalEnd;

/** Where components of this process connect. May be used by any thread. */
public final class LocalDoor {
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** @param acceptor called on the loop */
    public LocalDoor(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    /**
     * Makes a connection.
     *
     * @param component where its end receives
     * @throws ConnectException if the broker is closed
     */
    public LocalEnd connect(Executor component, Extensions offered) throws ConnectException {
        if (isClosed.get()) {
            throw new ConnectException("the broker is closed");
        }
        Extensions agreed = offered.and(Router.EXTENSIONS);
        LocalEnd.Pair ends = LocalEnd.connect(component, loop.eventLoop(), agreed);
        String peer = LocalConnection.SCHEME + " " + numbers.incrementAndGet();
        loop.eventLoop().execute(() -> open(peer, ends.broker()));
        return ends.component();
    }

    private void open(String peer, LocalEnd end) {
        if (isClosed.get()) {
            end.end(CloseReason.GOING_AWAY.code(), CloseReason.GOING_AWAY.text());
            return;
        }
        LocalConnection connection = new LocalConnection(peer, end, loop, options);
        connection.open(acceptor.onOpened(connection));
    }

    /** Lets nobody in any more. */
    public void stopAccepting() {
        isClosed.set(true);
    }
}
