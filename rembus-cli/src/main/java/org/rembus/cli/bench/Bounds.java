package org.rembus.cli.bench;

import java.time.Duration;

/**
 * How long a run lasts, and how fast it goes.
 *
 * @param duration after which nothing more is sent
 * @param count of messages, or calls, after which nothing more is sent
 * @param perSecond messages, or calls, sent in a second, of all components together; 0 for as many as possible
 */
record Bounds(Duration duration, long count, double perSecond) {
    Bounds {
        if (!duration.isPositive() || count < 1 || !(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("impossible bounds: " + duration + ", " + count + ", " + perSecond);
        }
    }

    /** The same at another rate. */
    Bounds at(double otherPerSecond) {
        return new Bounds(duration, count, otherPerSecond);
    }

    boolean isPaced() {
        return perSecond > 0;
    }
}
