package org.rembus.broker.transport;

/**
 * Whether a message that has begun goes on: from one check to the next, bytes of it must come, the more the more memory it
 * holds already. So whoever sends half of a large message and then next to nothing does not hold the memory for long, and
 * a slow line is no fault. Knows neither clock nor timer: both are its caller's.
 */
public final class StallCheck {
    /** What must come at least. */
    static final int LEAST_BYTES = 4096;

    /** Which part of what has come must come again. */
    static final int PART = 20;

    private long message;
    private int bytes;

    /**
     * Notes how far the message that is unfinished has got.
     *
     * @param number tells it from the others of the same connection
     * @param received how many bytes of it have come
     */
    public void note(long number, int received) {
        message = number;
        bytes = received;
    }

    /** Whether too little has come since {@link #note} of the message that is unfinished. */
    public boolean isStalled(long number, int received) {
        return number == message && received - bytes < LEAST_BYTES + bytes / PART;
    }
}
