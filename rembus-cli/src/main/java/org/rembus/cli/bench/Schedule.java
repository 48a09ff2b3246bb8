package org.rembus.cli.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * When each of a row of sends is due: at a fixed rate, or as fast as possible. Latency is measured from the time that a send was
 * due, not from the time that it happened, so that a stall counts for all that it delayed (no coordinated omission).
 */
final class Schedule {
    private static final long SPIN_BELOW_NS = 50_000;

    private final long startNs;
    private final long endNs;
    private final double intervalNs;
    private long sent;

    /** @param perSecond 0 for as fast as possible */
    Schedule(long startNs, long durationNs, double perSecond) {
        this.startNs = startNs;
        this.endNs = startNs + durationNs;
        this.intervalNs = perSecond > 0 ? 1e9 / perSecond : 0;
    }

    /** Waits until the next send is due; the time at which it was due, or -1 when the time is over. */
    long awaitNext() {
        long now = System.nanoTime();
        long due = intervalNs > 0 ? startNs + (long) (sent * intervalNs) : now;
        if (due - endNs >= 0 || now - endNs >= 0) {
            return -1;
        }
        while (due - now > 0) {
            if (due - now > SPIN_BELOW_NS) {
                LockSupport.parkNanos(due - now - SPIN_BELOW_NS / 2);
            } else {
                Thread.onSpinWait();
            }
            now = System.nanoTime();
        }
        sent++;
        return due;
    }
}
