package org.rembus.broker.routing.connection;

/** Why a connection is closed, with the WebSocket close code that says so (PROTOCOL.md section 3). */
public enum CloseReason {
    /** Nothing more to say. */
    DONE(1000, "done"),
    /** The broker stops. */
    GOING_AWAY(1001, "going away"),
    /** The peer sent what is no message. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text that is not UTF-8. */
    NOT_UTF8(1007, "not UTF-8"),
    /** The peer did what it may not do. */
    REFUSED(1008, "refused"),
    /** A message longer than the limit. */
    TOO_BIG(1009, "message too big"),
    /** The peer takes too long to read or to acknowledge. */
    TOO_SLOW(1008, "too slow"),
    /** The peer has not been heard for too long. */
    SILENT(1001, "silent"),
    /** A newer connection of the same name took over. The peer does not come back. */
    OVERWRITTEN(4000, "overwritten");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The WebSocket close code. */
    public int code() {
        return code;
    }

    /** The reason that goes with the code. */
    public String text() {
        return text;
    }
}
