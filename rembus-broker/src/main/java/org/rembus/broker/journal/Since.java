package org.rembus.broker.journal;

/**
 * How far back a subscription reaches when its component becomes reactive: the peers' {@code msg_from}
 * (PROTOCOL.md section 9).
 *
 * @param windowNs the age of the oldest message that is wanted; 0 for none, {@link Long#MAX_VALUE} for all
 */
public record Since(long windowNs) {
    /** Live messages only. */
    public static final Since NOW = new Since(0);

    /** All after the position. */
    public static final Since LAST_RECEIVED = new Since(Long.MAX_VALUE);

    public Since {
        if (windowNs < 0) {
            throw new IllegalArgumentException("a window of " + windowNs + " ns");
        }
    }

    public boolean isNow() {
        return windowNs == 0;
    }

    /** The narrower of the two. */
    public Since atMost(Since other) {
        return windowNs <= other.windowNs ? this : other;
    }

    /** The receive time of the oldest message that is wanted, given the time now; both ns since the epoch. */
    public long notBefore(long nowNs) {
        return windowNs == Long.MAX_VALUE ? Long.MIN_VALUE : nowNs - windowNs;
    }
}
