package org.rembus.protocol;

/** The outcome that a RESPONSE carries (PROTOCOL.md section 4). No other code may travel. */
public enum Status {
    SUCCESS(0),
    ERROR(10),
    CHALLENGE(11),
    IDENTIFICATION_ERROR(20),
    METHOD_EXCEPTION(40),
    WRONG_ARGUMENTS(41),
    METHOD_NOT_FOUND(42),
    METHOD_UNAVAILABLE(43),
    METHOD_LOOPBACK(44),
    TARGET_NOT_FOUND(45),
    TARGET_DOWN(46),
    UNKNOWN_COMMAND(47),
    NAME_TAKEN(60);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /**
     * The status with this code; {@link #ERROR} for a code that peers do not know, because passing such a code on makes
     * some of them fail.
     */
    public static Status of(long code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return ERROR;
    }
}
