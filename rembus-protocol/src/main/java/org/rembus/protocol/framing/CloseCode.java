package org.rembus.protocol.framing;

/** The codes of a close frame (RFC 6455 section 7.4) that Rembus peers have a use for. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;

    /** Never sent: the peer's close frame had no code. */
    public static final int NONE = 1005;

    public static final int NOT_UTF8 = 1007;
    public static final int REFUSED = 1008;
    public static final int TOO_BIG = 1009;

    /** The broker failed. */
    public static final int INTERNAL_ERROR = 1011;

    /** There is no memory for the message now. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** A newer connection of the same name took over: do not come back (PROTOCOL.md section 3). */
    public static final int OVERWRITTEN = 4000;

    private CloseCode() {}

    /** Whether a close frame may carry this code. */
    public static boolean isLegal(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
