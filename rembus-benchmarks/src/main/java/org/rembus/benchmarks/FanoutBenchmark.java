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
 * What a QoS 0 publish costs in the router when it has very many subscribers. Run it with {@code -prof gc}: what is allocated must
 * not grow with their number.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls connect() first
public class FanoutBenchmark {
    private static final int MESSAGES = 100;

    @Param({"1", "10", "1000"})
    public int subscribers;

    private final Message.Publish message = Message.Publish.of("topic", Payload.ofArguments(new byte[124]));
    private LoneRouter router;

    @Setup(Level.Trial)
    public void connect(Blackhole sink) {
        router = new LoneRouter(sink::consume);
        for (int i = 0; i < subscribers; i++) {
            router.subscribe(any -> "topic", 0, 1);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void publish() {
        router.beginTurn();
        for (int i = 0; i < MESSAGES; i++) {
            router.publish(message);
        }
        router.endTurn();
    }
}
