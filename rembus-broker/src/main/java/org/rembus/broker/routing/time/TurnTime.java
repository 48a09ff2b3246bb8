package org.rembus.broker.routing.time;

/** The time of the present turn of the loop, which the router is given. */
public final class TurnTime {
    private boolean started;
    private long startNs;
    private long nowNs;
    private long epochNs;

    public void set(long monotonicNs, long sinceEpochNs) {
        if (!started) {
            started = true;
            startNs = monotonicNs;
        }
        nowNs = monotonicNs;
        epochNs = sinceEpochNs;
    }

    /** On a clock that never goes back, for durations. */
    public long nowNs() {
        return nowNs;
    }

    /** Since the first turn. */
    public long sinceStartNs() {
        return nowNs - startNs;
    }

    /** Nanoseconds since the epoch, for what is remembered. */
    public long epochNs() {
        return epochNs;
    }
}
