package org.rembus.broker.routing;

import java.time.Duration;
import java.time.Instant;

/** Time that stands still until a test moves it. */
public final class ManualClock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    // not zero, and soon past Long.MAX_VALUE, which System.nanoTime may do as well
    private long nowNs = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private long epochNs = Duration.between(Instant.EPOCH, START).toNanos();

    /** Monotonic, of no known origin. */
    public long nowNs() {
        return nowNs;
    }

    /** Nanoseconds since the epoch. */
    public long epochNs() {
        return epochNs;
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        nowNs += duration.toNanos();
        epochNs += duration.toNanos();
    }
}
