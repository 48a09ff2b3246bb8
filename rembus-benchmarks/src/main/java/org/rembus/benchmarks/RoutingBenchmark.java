package org.rembus.benchmarks;

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
import org.rembus.benchmarks.router.LoneRouter;
import org.rembus.protocol.Message;
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
    private LoneRouter router;
    private Message.Publish[] sameTopic;
    private Message.Publish[] newTopics;
    private int next;

    @Setup(Level.Trial)
    public void connect(Blackhole sink) {
        router = new LoneRouter(sink::consume);
        router.subscribe(any -> "site/*/temperature", 0, 1);
        for (int i = 0; i < patterns; i += PATTERNS_EACH) {
            router.subscribe("plant/%d/*/**/pressure"::formatted, i, i + PATTERNS_EACH);
        }
        sameTopic = new Message.Publish[] {Message.Publish.of("site/7/temperature", data)};
        newTopics = new Message.Publish[TOPICS];
        for (int i = 0; i < TOPICS; i++) {
            newTopics[i] = Message.Publish.of("site/" + i + "/temperature", data);
        }
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
        router.beginTurn();
        for (int i = 0; i < MESSAGES; i++) {
            router.publish(messages[next % messages.length]);
            next++;
            if (next == TOPICS) {
                next = 0;
            }
        }
        router.endTurn();
    }
}
