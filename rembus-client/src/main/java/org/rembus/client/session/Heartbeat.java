package org.rembus.client.session;

/** Notices a peer that fell silent: pings it after an interval, gives up when that too is met with silence. */
final class Heartbeat {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final long intervalNs;
    private long heardNs;
    private long pingedNs;
    private boolean waiting;

    /** @param intervalNs 0: never ping */
    Heartbeat(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    /** What is to be done about the peer's silence. */
    enum Verdict {
        ALIVE,
        PING,
        DEAD
    }

    /** Something came, or the connection began. */
    void onHeard(long nowNs) {
        heardNs = nowNs;
        waiting = false;
    }

    /** When something came last. */
    long heardNs() {
        return heardNs;
    }

    Verdict check(long nowNs) {
        if (intervalNs == 0) {
            return Verdict.ALIVE;
        }
        if (waiting) {
            return nowNs - pingedNs >= PATIENCE_NS ? Verdict.DEAD : Verdict.ALIVE;
        }
        if (nowNs - heardNs < intervalNs) {
            return Verdict.ALIVE;
        }
        waiting = true;
        pingedNs = nowNs;
        return Verdict.PING;
    }

    /** When to check next. */
    long nextCheckNs() {
        if (intervalNs == 0) {
            return Long.MAX_VALUE;
        }
        return waiting ? pingedNs + PATIENCE_NS : heardNs + intervalNs;
    }
}
