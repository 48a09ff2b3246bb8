package org.rembus.broker.transport.framed;

/**
 * When to ping a peer, and when to give it up: after two intervals of silence, but not before it was pinged and had half an
 * interval to answer, so that a broker that stood still does not blame its peers. Knows neither clock nor timer: both are its
 * caller's.
 */
public final class Heartbeat {
    private final long intervalNs;
    private long nextPingNs;

    // -- of the silence that was seen last --
    private long heardNs;
    private boolean isPinged;
    private long pingedNs;

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
        this.heardNs = nowNs;
    }

    public Verdict check(long nowNs, long lastHeardNs) {
        if (lastHeardNs != heardNs) {
            heardNs = lastHeardNs;
            isPinged = false;
        }
        if (isPinged && nowNs - endNs() >= 0) {
            return Verdict.GIVE_UP;
        }
        if (nowNs - nextPingNs < 0) {
            return Verdict.WAIT;
        }
        nextPingNs = nowNs + intervalNs;
        if (!isPinged) {
            isPinged = true;
            pingedNs = nowNs;
        }
        return Verdict.PING;
    }

    private long endNs() {
        return heardNs + Math.max(2 * intervalNs, pingedNs - heardNs + intervalNs / 2);
    }

    /** How long until the next check is worth it. */
    public long delayNs(long nowNs, long lastHeardNs) {
        long pingNs = nextPingNs - nowNs;
        boolean mayEnd = isPinged && lastHeardNs == heardNs;
        return Math.max(1, mayEnd ? Math.min(pingNs, endNs() - nowNs) : pingNs);
    }
}
