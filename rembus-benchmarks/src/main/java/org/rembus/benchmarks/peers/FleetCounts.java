package org.rembus.benchmarks.peers;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to a fleet. For any thread. */
public final class FleetCounts {
    final LongAdder attempts = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder cutOff = new LongAdder();
    final LongAdder lost = new LongAdder();
    final AtomicLong up = new AtomicLong();

    FleetCounts() {}

    /** Begun to connect. */
    public long attempts() {
        return attempts.sum();
    }

    /** Attempts that the system refused, or nobody answered. */
    public long refused() {
        return refused.sum();
    }

    /** Attempts that the broker accepted and then ended before the peer had its answers. */
    public long cutOff() {
        return cutOff.sum();
    }

    /** Connections that had been good, and ended. */
    public long lost() {
        return lost.sum();
    }

    /** Peers that are connected and have all their answers. */
    public long up() {
        return up.get();
    }
}
