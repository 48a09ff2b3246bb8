package org.rembus.protocol.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The header of one received frame (RFC 6455 section 5.2), read again for each frame. Knows no state but its own. */
final class FrameHeader {
    /** The longest header. */
    static final int MAX_BYTES = 14;

    static final int MAX_CONTROL_BYTES = 125;

    /** Returned by {@link #read} when more bytes are needed. */
    static final int INCOMPLETE = 0;

    /** Returned by {@link #read} when {@link #violation} says what is wrong. */
    static final int ILLEGAL = -1;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIN = 0x80;
    private static final int RSV = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final boolean masked;
    private int first;
    private long length;
    private int key;
    private String violation = "";

    /** @param reader our own role: whether frames must be masked */
    FrameHeader(Role reader) {
        masked = reader == Role.SERVER;
    }

    /** @return the number of bytes of the header, {@link #INCOMPLETE} or {@link #ILLEGAL} */
    int read(byte[] array, int at, int available) {
        if (available < 2) {
            return INCOMPLETE;
        }
        first = array[at] & 0xFF;
        int second = array[at + 1] & 0xFF;
        int shortLength = second & LENGTH;
        if (!isLegal(second, shortLength)) {
            return ILLEGAL;
        }
        int bytes = 2 + (shortLength == LENGTH_16 ? Short.BYTES : shortLength == LENGTH_64 ? Long.BYTES : 0);
        if (available < bytes) {
            return INCOMPLETE;
        }
        length = switch (shortLength) {
            case LENGTH_16 -> (short) SHORTS.get(array, at + 2) & 0xFFFF;
            case LENGTH_64 -> (long) LONGS.get(array, at + 2);
            default -> shortLength;
        };
        if (!isLegalLength(shortLength)) {
            return ILLEGAL;
        }
        if (!masked) {
            return bytes;
        }
        if (available < bytes + Integer.BYTES) {
            return INCOMPLETE;
        }
        key = (int) INTS.get(array, at + bytes);
        return bytes + Integer.BYTES;
    }

    private boolean isLegal(int second, int shortLength) {
        if ((first & RSV) != 0) {
            violation = "a frame with reserved bits";
        } else if (!Opcode.isKnown(opcode())) {
            violation = "a frame with the unknown opcode " + opcode();
        } else if ((second & MASKED) != 0 != masked) {
            violation = masked ? "a frame that is not masked" : "a masked frame";
        } else if (isControl() && !isLast()) {
            violation = "a fragmented control frame";
        } else if (isControl() && shortLength > MAX_CONTROL_BYTES) {
            violation = "a control frame of more than " + MAX_CONTROL_BYTES + " bytes";
        } else {
            return true;
        }
        return false;
    }

    private boolean isLegalLength(int shortLength) {
        if (length < 0) {
            violation = "a frame whose length has 64 bits";
        } else if (shortLength == LENGTH_16 && length < LENGTH_16 || shortLength == LENGTH_64 && length <= 0xFFFF) {
            violation = "a frame whose length is not written the short way";
        } else {
            return true;
        }
        return false;
    }

    String violation() {
        return violation;
    }

    int opcode() {
        return first & OPCODE;
    }

    boolean isLast() {
        return (first & FIN) != 0;
    }

    boolean isControl() {
        return Opcode.isControl(opcode());
    }

    /** Bytes of the payload. */
    long length() {
        return length;
    }

    /** The masking key, 0 when frames are not masked. */
    int key() {
        return key;
    }
}
