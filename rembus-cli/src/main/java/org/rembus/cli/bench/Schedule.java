package org.rembus.cli.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When each of a row of sends is due: at a fixed rate, or as fast as possible. Latency is measured from the time that a send
 * was due, not from the time that it happened, so that a stall counts for all that it delayed (no coordinated omission).
 *
 * <p>Each sender has its own and uses it in one thread; those of one run share how many are left to send.
 */
final class Schedule {
    /** What {@link #awaitNext()} says when nothing more is to be sent. */
    static final long OVER = -1;

    private static final long SPIN_BELOW_NS = 50_000;

    private final long startNs;
    private final long endNs;
    private final double intervalNs;
    private final AtomicLong left;
    private final long spinBelowNs;
    private long sent;

    private Schedule(long startNs, long endNs, double intervalNs, AtomicLong left, long spinBelowNs) {
        this.startNs = startNs;
        this.endNs = endNs;
        this.intervalNs = intervalNs;
        this.left = left;
        this.spinBelowNs = spinBelowNs;
    }

    /** That of a run's only sender, which is the more punctual for spinning at last. */
    static Schedule only(Bounds bounds, long startNs) {
        double intervalNs = bounds.isPaced() ? 1e9 / bounds.perSecond() : 0;
        long endNs = startNs + bounds.duration().toNanos();
        return new Schedule(startNs, endNs, intervalNs, new AtomicLong(bounds.count()), SPIN_BELOW_NS);
    }

    /** That of one of several senders; they take turns. */
    static Schedule oneOf(int senders, int index, Bounds bounds, long startNs, AtomicLong left) {
        double intervalNs = bounds.isPaced() ? 1e9 / bounds.perSecond() * senders : 0;
        long firstNs = startNs + (long) (intervalNs * index / senders);
        return new Schedule(firstNs, startNs + bounds.duration().toNanos(), intervalNs, left, 0);
    }

    /** Waits until the next send is due; the time at which it was due, or {@link #OVER}. */
    long awaitNext() {
        long now = System.nanoTime();
        long due = intervalNs > 0 ? startNs + (long) (sent * intervalNs) : now;
        boolean isOver =
                due - endNs >= 0 || now - endNs >= 0 || Thread.currentThread().isInterrupted();
        if (isOver || left.getAndDecrement() <= 0) {
            return OVER;
        }
        while (due - now > 0) {
            if (due - now > spinBelowNs) {
                LockSupport.parkNanos(due - now - spinBelowNs / 2);
            } else {
                Thread.onSpinWait();
            }
            now = System.nanoTime();
        }
        sent++;
        return due;
    }
}
