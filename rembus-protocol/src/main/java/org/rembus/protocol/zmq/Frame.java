package org.rembus.protocol.zmq;

/** What stands before each frame of ZMTP: flags, and a length of one byte or of eight. */
final class Frame {
    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;

    static final int SHORT_HEADER_BYTES = 2;
    static final int LONG_HEADER_BYTES = 9;

    private static final int LONGEST_SHORT = 0xFF;

    private Frame() {}

    /** Whether a frame may begin with this byte: a command has no other parts. */
    static boolean isLegal(byte flags) {
        return (flags & ~(MORE | LONG | COMMAND)) == 0 && (flags & (MORE | COMMAND)) != (MORE | COMMAND);
    }

    static boolean hasMore(byte flags) {
        return (flags & MORE) != 0;
    }

    static boolean isCommand(byte flags) {
        return (flags & COMMAND) != 0;
    }

    /** How long the header is that begins with this byte. */
    static int headerBytes(byte flags) {
        return (flags & LONG) != 0 ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    }

    /** The length that a header tells. */
    static long bodyBytes(byte[] array, int at) {
        if ((array[at] & LONG) == 0) {
            return array[at + 1] & 0xFF;
        }
        long length = 0;
        for (int i = 1; i < LONG_HEADER_BYTES; i++) {
            length = length << Byte.SIZE | array[at + i] & 0xFF;
        }
        return length < 0 ? Long.MAX_VALUE : length;
    }

    /** How long the shortest header of a body is. */
    static int headerBytesFor(int bodyBytes) {
        return bodyBytes > LONGEST_SHORT ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    }

    /**
     * Writes the shortest header.
     *
     * @param flags {@link #MORE} or {@link #COMMAND} or none
     * @return the index behind it
     */
    static int writeHeader(int flags, int bodyBytes, byte[] target, int at) {
        if (headerBytesFor(bodyBytes) == SHORT_HEADER_BYTES) {
            target[at] = (byte) flags;
            target[at + 1] = (byte) bodyBytes;
            return at + SHORT_HEADER_BYTES;
        }
        target[at] = (byte) (flags | LONG);
        for (int i = 1; i < LONG_HEADER_BYTES; i++) {
            target[at + i] = (byte) ((long) bodyBytes >>> Byte.SIZE * (LONG_HEADER_BYTES - 1 - i));
        }
        return at + LONG_HEADER_BYTES;
    }
}
