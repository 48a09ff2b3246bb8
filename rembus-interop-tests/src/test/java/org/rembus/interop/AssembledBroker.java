package org.rembus.interop;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.Notices;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.Turns;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.ws.WebSocketListener;

/** Our router and our transport over a journal that can be told to refuse. */
final class AssembledBroker implements AutoCloseable {
    private static final long JOURNAL_BYTES = 1 << 20;
    private static final Duration TICK = Duration.ofMillis(20);
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final TransportLoop loop =
            TransportLoop.start(new BufferBudget(256 << 20), new Admission(100, 100), System::nanoTime);
    private final MemoryTwinStore twins = new MemoryTwinStore();
    private final RefusingJournal journal = new RefusingJournal(new MemoryJournal(twins, 42, JOURNAL_BYTES));
    private final Router router =
            new Router(RouterOptions.defaults("broker", "0"), journal, twins, ThreadLocalRandom.current(), unheard());
    private final WebSocketListener listener =
            new WebSocketListener(loop, loop.inTurns(router), ConnectionOptions.DEFAULT);
    private final InetSocketAddress address;

    private AssembledBroker() throws IOException {
        loop.turnWith(new Turns() {
            @Override
            public void begin() {
                Instant now = Instant.now();
                router.advance(loop.nowNs(), now.getEpochSecond() * NS_PER_SECOND + now.getNano());
            }

            @Override
            public void end() {
                if (router.endTurn()) {
                    loop.eventLoop().execute(loop::enterTurn);
                }
            }
        });
        loop.tickEvery(TICK);
        address = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static AssembledBroker start() throws IOException {
        return new AssembledBroker();
    }

    RefusingJournal journal() {
        return journal;
    }

    /** Takes no more requests, and says so. */
    void drain() {
        loop.eventLoop()
                .submit(() -> {
                    loop.enterTurn();
                    router.stop();
                })
                .syncUninterruptibly();
    }

    String url(String name) {
        return "ws://127.0.0.1:" + address.getPort() + "/" + name;
    }

    @Override
    public void close() {
        listener.close();
        loop.close();
        journal.close();
    }

    /** Nobody operates this broker. */
    @SuppressWarnings("NullAway") // all of its methods return nothing
    private static Notices unheard() {
        return (Notices) Proxy.newProxyInstance(
                Notices.class.getClassLoader(), new Class<?>[] {Notices.class}, (proxy, method, arguments) -> null);
    }
}
