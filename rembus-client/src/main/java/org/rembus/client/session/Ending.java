package org.rembus.client.session;

/** How a connection ended, in words. */
public final class Ending {
    /** What stands for a close code where the broker has sent none. */
    public static final int NO_CODE = 1006;

    private Ending() {}

    /** The reason; beside it the code, only when the broker has sent one. */
    public static String words(int code, String reason) {
        if (code == NO_CODE) {
            return reason.isEmpty() ? "the broker closed the connection without saying why" : reason;
        }
        return reason.isEmpty() ? "close code " + code : reason + " (close code " + code + ")";
    }
}
