package org.rembus.benchmarks;

import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.openjdk.jmh.infra.Blackhole;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.ConnectionEvents;
import org.rembus.broker.routing.Notices;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.RouterOptions;
import org.rembus.broker.routing.slow.Drops;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** A router without sockets and disk, and one publisher. */
final class LoneRouter {
    private final Blackhole sink;
    private final Router router;
    private final ConnectionEvents publisher;
    private long nowNs;

    LoneRouter(Blackhole sink) {
        this.sink = sink;
        MemoryTwinStore store = new MemoryTwinStore();
        router = new Router(
                RouterOptions.defaults("broker", "0"),
                new MemoryJournal(store, 1, 1024 * 1024),
                store,
                new Random(1),
                new Quiet());
        publisher = router.onOpened(new SilentConnection(sink));
    }

    /** One more subscriber, of the topics of these numbers. */
    void subscribe(IntFunction<String> topic, int from, int to) {
        ConnectionEvents subscriber = router.onOpened(new SilentConnection(sink));
        for (int i = from; i < to; i++) {
            subscriber.onMessage(
                    new Message.Admin(id(i), topic.apply(i), Payload.of(Map.of("cmd", "subscribe", "msg_from", 0))));
        }
        subscriber.onMessage(
                new Message.Admin(id(to), "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))));
        router.endTurn();
    }

    private static MessageId id(long number) {
        return MessageId.of(number + 1, MessageId.GEN2_LENGTH);
    }

    /** A turn begins. */
    void beginTurn() {
        nowNs++;
        router.advance(nowNs, nowNs);
    }

    void publish(Message.Publish message) {
        publisher.onMessage(message);
    }

    void endTurn() {
        router.endTurn();
    }

    /** Nothing of note happens here. */
    private static final class Quiet implements Notices {
        @Override
        public void refused(String peer, String reason) {}

        @Override
        public void closed(String peer, String reason) {}

        @Override
        public void dropped(String peer, String reason) {}

        @Override
        public void unacknowledged(String rid, String peer, int deliveries) {}

        @Override
        public void tooSlow(String peer, Drops dropped) {}

        @Override
        public void overtaken(String rid, String topic, long lost) {}

        @Override
        public void notPassedOn(String node, String topic) {}

        @Override
        public void unreadable(String rid, String topic, String reason) {}

        @Override
        public void notStored(int entries) {}

        @Override
        public void journalFailed(String reason) {}

        @Override
        public void journalRecovered() {}

        @Override
        public void journalDamaged(String what) {}

        @Override
        public void journalMended(String what) {}
    }
}
