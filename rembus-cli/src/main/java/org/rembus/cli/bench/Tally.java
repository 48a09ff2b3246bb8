package org.rembus.cli.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What a run counts while it goes on. May be used by any thread. */
final class Tally {
    private static final int PRECISION_DIGITS = 3;

    private final long startNs;
    private final double total;
    private final Recorder latencies = new Recorder(PRECISION_DIGITS);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private final AtomicLong lastReceivedNs;

    /** @param total how much is to be received at most; very much when time sets the end */
    Tally(long startNs, double total) {
        this.startNs = startNs;
        this.total = total;
        this.lastReceivedNs = new AtomicLong(startNs);
    }

    void onReceived(long nowNs) {
        lastReceivedNs.setRelease(nowNs);
        received.incrementAndGet();
    }

    void onLatency(long ns) {
        latencies.recordValue(Math.max(0, ns));
    }

    /** One that was due then has ended. */
    void onSettled(@Nullable Throwable failure, long dueNs) {
        if (failure == null) {
            long nowNs = System.nanoTime();
            onReceived(nowNs);
            onLatency(nowNs - dueNs);
        } else {
            onFailed(failure);
        }
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

    /** Received per second, up to the last that was. */
    long rate() {
        double seconds = seconds();
        return seconds > 0 ? Math.round(received() / seconds) : 0;
    }

    private double seconds() {
        return (lastReceivedNs.getAcquire() - startNs) / 1e9;
    }

    Progress progress(String what) {
        long done = received();
        return new Progress(what, done, done / total, (System.nanoTime() - startNs) / 1e9);
    }

    /**
     * The figures of messages, or calls.
     *
     * @param expected deliveries, or answers, that what was sent should have led to
     */
    Measured.Builder measured(long sent, long expected, Latency latency) {
        Measured.Builder measured = new Measured.Builder()
                .figure("sent", sent)
                .figure("received", received())
                .figure("failed", failed())
                .figure("lost", Math.max(0, expected - received()));
        return finish(measured, latency);
    }

    /** Adds rate and latency. */
    Measured.Builder finish(Measured.Builder measured, Latency latency) {
        measured.done(received())
                .figure("seconds", Math.round(seconds() * 1000) / 1000.0)
                .figure("per_second", rate());
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
