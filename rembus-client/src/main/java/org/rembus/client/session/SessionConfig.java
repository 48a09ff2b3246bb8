package org.rembus.client.session;

import org.jspecify.annotations.Nullable;

/**
 * How a session behaves.
 *
 * @param cid what the component calls itself, see {@link org.rembus.protocol.Address#cid()}; null for an anonymous one,
 *     which says so by {@link org.rembus.protocol.Rid#NO_NAME} where its certificate would name it
 * @param requestTimeoutNs how long commands of the session's own wait for their answer, and unacknowledged publishes for a
 *     connection
 * @param ackTimeoutNs after how long an unacknowledged publish is sent again
 * @param sendRetries how often at most
 * @param reconnectPeriodNs the pause between attempts to connect, to begin with
 * @param pingIntervalNs after how long a silent peer is pinged, 0 for never
 * @param maxInflight how many publishes may be on the wire and unacknowledged
 * @param maxOutboxMessages how many publishes of QoS 1 and 2 are kept, sent or not
 * @param maxOutboxBytes how many bytes of them
 */
public record SessionConfig(
        @Nullable String cid,
        long requestTimeoutNs,
        long ackTimeoutNs,
        int sendRetries,
        long reconnectPeriodNs,
        long pingIntervalNs,
        int maxInflight,
        int maxOutboxMessages,
        long maxOutboxBytes,
        Offline offline,
        FirstFailure firstFailure) {

    /** What becomes of operations while there is no connection. */
    public enum Offline {
        WAIT,
        FAIL
    }

    /** What the failure of the first attempt to connect means. */
    public enum FirstFailure {
        CLOSE,
        TRY_AGAIN
    }
}
