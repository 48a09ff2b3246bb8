package org.rembus.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.log.LogOptions;

/** How many publishes of 200 bytes the log makes durable in a second, with 100,000 of them under way at most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class LogWriteBenchmark {
    private static final int RECORDS = 500_000;
    private static final int TOPICS = 1000;
    private static final long KEPT_BYTES = 512L * 1024 * 1024;

    private final List<PublishRecord> cycle = new ArrayList<>();
    private OpenLog log;

    @Setup(Level.Trial)
    public void open() throws IOException {
        for (int i = 0; i < TOPICS; i++) {
            cycle.add(OpenLog.publish("sensor/" + i + "/temperature"));
        }
        log = new OpenLog(LogOptions.DEFAULT.withRetention(
                new LogOptions.Retention(Duration.ofDays(1), KEPT_BYTES, Duration.ofSeconds(1))));
    }

    @TearDown(Level.Trial)
    public void close() throws IOException, InterruptedException {
        log.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void write() throws InterruptedException {
        log.write(cycle, RECORDS);
    }
}
