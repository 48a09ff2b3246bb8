package org.rembus.cli.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What a run counts while it goes on. May be used by any thread. */
final class Tally {
    private static final int PRECISION_DIGITS = 3;

    private final long startNs;
    private final Recorder latencies = new Recorder(PRECISION_DIGITS);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private volatile long lastReceivedNs;

    Tally(long startNs) {
        this.startNs = startNs;
        this.lastReceivedNs = startNs;
    }

    void onReceived(long nowNs) {
        lastReceivedNs = nowNs;
        received.incrementAndGet();
    }

    void onLatency(long ns) {
        latencies.recordValue(Math.max(0, ns));
    }

    void onFailed(Throwable failure) {
        firstFailure.compareAndSet(null, String.valueOf(failure.getMessage()));
        failed.incrementAndGet();
    }

    long received() {
        return received.get();
    }

    /** How many ended with an error. */
    long failed() {
        return failed.get();
    }

    /**
     * The figures so far.
     *
     * @param expected deliveries, or answers, that what was sent should have led to
     */
    Measured.Builder measured(long sent, long expected, Latency latency) {
        double seconds = (lastReceivedNs - startNs) / 1e9;
        Measured.Builder measured = new Measured.Builder()
                .figure("sent", sent)
                .figure("received", received())
                .figure("failed", failed())
                .figure("lost", Math.max(0, expected - received()))
                .rate(received(), seconds);
        if (latency == Latency.MEANS_SOMETHING) {
            measured.percentiles(latencies.getIntervalHistogram());
        }
        if (failed() > 0) {
            measured.failure(failed() + " failed; the first: " + firstFailure.get());
        } else if (received() == 0) {
            measured.failure("nothing came");
        }
        return measured;
    }

    /** Whether the latencies say something about the broker, and not only about how much was waiting. */
    enum Latency {
        MEANS_SOMETHING,
        MEANS_NOTHING
    }
}
