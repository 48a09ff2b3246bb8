package org.rembus.protocol;

/** How firmly a published message is handed over, on each leg of its way (PROTOCOL.md section 9). */
public enum QoS {
    /** QoS 0: fire and forget. */
    AT_MOST_ONCE,
    /** QoS 1: retransmitted until acknowledged, so it may arrive twice. */
    AT_LEAST_ONCE,
    /** QoS 2: retransmitted until acknowledged; the receiver drops duplicates. */
    EXACTLY_ONCE;

    /** The lower of the two levels. */
    public QoS atMost(QoS ceiling) {
        return compareTo(ceiling) <= 0 ? this : ceiling;
    }

    /** Whether the receiver has to acknowledge a message of this level. */
    public boolean isAcknowledged() {
        return this != AT_MOST_ONCE;
    }
}
