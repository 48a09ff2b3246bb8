package org.rembus.broker.routing;

/** The time of the present turn of the loop, which the router is given. */
final class TurnTime {
    private long nowNs;
    private long epochNs;

    void set(long monotonicNs, long sinceEpochNs) {
        nowNs = monotonicNs;
        epochNs = sinceEpochNs;
    }

    /** On a clock that never goes back, for durations. */
    long nowNs() {
        return nowNs;
    }

    /** Nanoseconds since the epoch, for what is remembered. */
    long epochNs() {
        return epochNs;
    }
}
