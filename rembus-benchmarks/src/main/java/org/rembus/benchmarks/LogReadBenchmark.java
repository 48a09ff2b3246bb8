package org.rembus.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.log.LogOptions;

/**
 * What a replay from the files costs, page by page: of everything, and of 100 messages of a topic that lie among all the
 * others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill() first
public class LogReadBenchmark {
    private static final int RECORDS = Integer.getInteger("rembus.bench.records", 1_000_000);
    private static final int RARE = 100;
    private static final int TOPICS = 1000;
    private static final int ROUTERS_PAGE = 256;
    private static final int LARGE_PAGE = 4096;

    private OpenLog log;

    @Setup(Level.Trial)
    public void fill() throws IOException, InterruptedException {
        log = new OpenLog(LogOptions.DEFAULT.withRecentBytes(0));
        List<PublishRecord> cycle = new ArrayList<>();
        for (int i = 0; i < RECORDS / RARE; i++) {
            cycle.add(OpenLog.publish(i == 0 ? "rare" : "sensor/" + i % TOPICS + "/temperature"));
        }
        log.write(cycle, RECORDS);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException, InterruptedException {
        log.close();
    }

    @Benchmark
    public long everything() throws InterruptedException {
        return expect(log.read("", ROUTERS_PAGE), RECORDS);
    }

    @Benchmark
    public long everythingInLargePages() throws InterruptedException {
        return expect(log.read("", LARGE_PAGE), RECORDS);
    }

    @Benchmark
    public long rareTopic() throws InterruptedException {
        return expect(log.read("rare", ROUTERS_PAGE), RARE);
    }

    private static long expect(long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(found + " records were read, and there are " + expected);
        }
        return found;
    }
}
