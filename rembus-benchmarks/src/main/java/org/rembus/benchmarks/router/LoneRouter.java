package org.rembus.benchmarks.router;

import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.Notices;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.slow.Drops;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** A router without sockets and disk, and one publisher. */
public final class LoneRouter {
    private final Consumer<Object> sink;
    private final Router router;
    private final ConnectionEvents publisher;
    private long nowNs;

    /** @param sink takes what would be written to connections */
    public LoneRouter(Consumer<Object> sink) {
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
    public ConnectionEvents subscribe(IntFunction<String> topic, int from, int to) {
        ConnectionEvents subscriber = router.onOpened(new SilentConnection(sink));
        for (int i = from; i < to; i++) {
            command(subscriber, i, topic.apply(i), Map.of("cmd", "subscribe", "msg_from", 0));
        }
        command(subscriber, to, "__config__", Map.of("cmd", "reactive", "status", true));
        router.endTurn();
        return subscriber;
    }

    /** One of the connected has a command. */
    public void command(ConnectionEvents component, long number, String topic, Map<String, Object> command) {
        component.onMessage(new Message.Admin(id(number), topic, Payload.of(command)));
    }

    private static MessageId id(long number) {
        return MessageId.of(number + 1, MessageId.GEN2_LENGTH);
    }

    /** A turn begins. */
    public void beginTurn() {
        nowNs++;
        router.advance(nowNs, nowNs);
    }

    public void publish(Message.Publish message) {
        publisher.onMessage(message);
    }

    public void endTurn() {
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
