package org.rembus.client.session;

/**
 * How far back a subscription reaches: the value of {@code msg_from} (PROTOCOL.md sections 7 and 9), in nanoseconds
 * because our ids have eight bytes.
 */
public record Bound(long ageNs) {
    /** Only what is published from now on. */
    public static final Bound NOW = new Bound(0);

    /** All after the last message received. */
    public static final Bound LAST_RECEIVED = new Bound(Long.MAX_VALUE);

    /** This bound, but no further back than that. */
    Bound atMost(long otherAgeNs) {
        return new Bound(Math.min(ageNs, otherAgeNs));
    }

    /** As it travels. */
    Object msgFrom() {
        return equals(LAST_RECEIVED) ? (Object) Double.POSITIVE_INFINITY : (Object) ageNs;
    }
}
