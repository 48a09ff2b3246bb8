package org.rembus.broker.journal.log;

import java.time.Duration;

/** How long to wait before what has failed is tried again: not at all the first time, then longer and longer. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private final Duration second;
    private final Duration longest;
    private int failures;

    Backoff(LogOptions options) {
        this.second = options.retryAfter();
        this.longest = options.retryAtMost();
    }

    /** After another failure. */
    Duration next() {
        failures++;
        if (failures == 1) {
            return Duration.ZERO;
        }
        Duration delay = second.multipliedBy(1L << Math.min(failures - 2, MOST_DOUBLINGS));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }

    /** It has succeeded. */
    void reset() {
        failures = 0;
    }
}
