package org.rembus.cli.bench;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * How far a publisher may be ahead of the slowest subscriber, so that a measurement does not turn into one of full buffers.
 * One publisher waits; each subscriber has one thread. A subscriber that gets nothing for a while holds up nobody: what it did
 * not get by then is lost.
 */
final class Window {
    private static final long PAUSE_NS = 20_000;

    private final int size;
    private final long patienceNs;
    private final AtomicLongArray received;
    private long slowest = -1;

    /** @param size how many messages may be under way */
    Window(int size, int subscribers, long patienceNs) {
        this.size = size;
        this.patienceNs = patienceNs;
        this.received = new AtomicLongArray(subscribers);
        for (int i = 0; i < subscribers; i++) {
            received.set(i, -1);
        }
    }

    /** A subscriber got this message, counted from 0, and so will get none before it. */
    void onReceived(int subscriber, long number) {
        if (number > received.get(subscriber)) {
            received.setRelease(subscriber, number);
        }
    }

    /** Waits until this message may be sent. */
    void awaitRoom(long number) {
        if (number - slowest > size) {
            awaitReceived(number - size);
        }
    }

    /** Waits until every subscriber has got this message or a later one, or nobody got anything for the patience. */
    void awaitReceived(long number) {
        long lastNs = System.nanoTime();
        long sum = sum();
        while (!Thread.currentThread().isInterrupted()) {
            slowest = Math.max(slowest, lowest());
            if (slowest >= number) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NS);
            long now = System.nanoTime();
            if (sum() != sum) {
                sum = sum();
                lastNs = now;
            } else if (now - lastNs > patienceNs) {
                slowest = number;
                return;
            }
        }
    }

    private long lowest() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < received.length(); i++) {
            lowest = Math.min(lowest, received.getAcquire(i));
        }
        return lowest;
    }

    private long sum() {
        long sum = 0;
        for (int i = 0; i < received.length(); i++) {
            sum += received.getAcquire(i);
        }
        return sum;
    }
}
