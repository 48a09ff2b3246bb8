package org.rembus.broker.transport;

/** When to ping a peer, and when to give it up. Knows neither clock nor timer: both are its caller's. */
public final class Heartbeat {
    private final long intervalNs;
    private long nextPingNs;

    /** What to do now. */
    public enum Verdict {
        WAIT,
        PING,
        /** Nothing has been heard for two intervals. */
        GIVE_UP
    }

    Heartbeat(long intervalNs, long nowNs) {
        this.intervalNs = intervalNs;
        this.nextPingNs = nowNs + intervalNs;
    }

    public Verdict check(long nowNs, long lastHeardNs) {
        if (nowNs - lastHeardNs >= 2 * intervalNs) {
            return Verdict.GIVE_UP;
        }
        if (nowNs - nextPingNs < 0) {
            return Verdict.WAIT;
        }
        nextPingNs = nowNs + intervalNs;
        return Verdict.PING;
    }

    /** How long until the next check is worth it. */
    public long delayNs(long nowNs, long lastHeardNs) {
        return Math.max(1, Math.min(nextPingNs - nowNs, lastHeardNs + 2 * intervalNs - nowNs));
    }
}
