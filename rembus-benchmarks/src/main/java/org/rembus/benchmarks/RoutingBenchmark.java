package org.rembus.benchmarks;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
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

/**
 * What a QoS 0 publish costs in the router: one subscriber has it, while others hold patterns that do not match. The
 * cost must not depend on how many.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls connect() first
public class RoutingBenchmark {
    private static final int MESSAGES = 1000;
    private static final int PATTERNS_EACH = 50_000;
    private static final int TOPICS = 100_000;

    /** Patterns that do not match what is published. */
    @Param({"0", "100000"})
    public int patterns;

    private final Payload data = Payload.ofArguments(new byte[124]);
    private Router router;
    private ConnectionEvents publisher;
    private Message.Publish[] sameTopic;
    private Message.Publish[] newTopics;
    private int next;
    private long nowNs;

    @Setup(Level.Trial)
    public void connect(Blackhole sink) {
        MemoryTwinStore store = new MemoryTwinStore();
        router = new Router(
                RouterOptions.defaults("broker", "0"),
                new MemoryJournal(store, 1, 1024 * 1024),
                store,
                new Random(1),
                new Quiet());
        subscribe(sink, "site/*/temperature", 0, 1);
        for (int i = 0; i < patterns; i += PATTERNS_EACH) {
            subscribe(sink, "plant/%d/*/**/pressure", i, i + PATTERNS_EACH);
        }
        publisher = router.onOpened(new SilentConnection(sink));
        sameTopic = new Message.Publish[] {Message.Publish.of("site/7/temperature", data)};
        newTopics = new Message.Publish[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            newTopics[i] = Message.Publish.of("site/" + i + "/temperature", data);
        }
    }

    private void subscribe(Blackhole sink, String pattern, int from, int to) {
        ConnectionEvents subscriber = router.onOpened(new SilentConnection(sink));
        for (int i = from; i < to; i++) {
            subscriber.onMessage(new Message.Admin(
                    id(i), String.format(pattern, i), Payload.of(Map.of("cmd", "subscribe", "msg_from", 0))));
        }
        subscriber.onMessage(
                new Message.Admin(id(to), "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))));
        router.endTurn();
    }

    private static MessageId id(long number) {
        return MessageId.of(number + 1, MessageId.GEN2_LENGTH);
    }

    /** The receivers of the topic are known already. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToTheSameTopic() {
        publish(sameTopic);
    }

    /** Each topic is new, or long forgotten, so that its receivers have to be found. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publishToNewTopics() {
        publish(newTopics);
    }

    private void publish(Message.Publish[] messages) {
        nowNs++;
        router.advance(nowNs, nowNs);
        for (int i = 0; i < MESSAGES; i++) {
            publisher.onMessage(messages[next % messages.length]);
            next++;
            if (next == TOPICS) {
                next = 0;
            }
        }
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
