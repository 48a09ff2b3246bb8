package org.rembus.client.session;

import java.util.random.RandomGenerator;

/**
 * How long to pause between attempts to connect: the first pause is anything up to the period, so that components that
 * lost the same broker do not come back in one instant; then the pauses double, up to ten periods, each shortened by
 * up to a half.
 */
final class Backoff {
    private static final int MAX_FACTOR = 10;

    private final long periodNs;
    private final RandomGenerator random;
    private int failures;

    Backoff(long periodNs, RandomGenerator random) {
        this.periodNs = periodNs;
        this.random = random;
    }

    /** The pause before the next attempt. */
    long nextPauseNs() {
        int factor = failures == 0 ? 1 : (int) Math.min(MAX_FACTOR, 1L << Math.min(failures, Byte.SIZE));
        long longest = Math.multiplyExact(Math.min(periodNs, Long.MAX_VALUE / MAX_FACTOR), factor);
        long shortest = failures == 0 ? 0 : longest / 2;
        failures++;
        return random.nextLong(shortest, Math.max(shortest + 1, longest));
    }

    /** A connection has proved to be good. */
    void reset() {
        failures = 0;
    }
}
