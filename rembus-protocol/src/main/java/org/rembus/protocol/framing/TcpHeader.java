package org.rembus.protocol.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What goes before a message on TCP (PROTOCOL.md section 3): a byte that says how many bytes of length follow it, and the
 * length, its highest byte first.
 */
public final class TcpHeader {
    /** The longest header. */
    public static final int MAX_BYTES = 1 + Integer.BYTES;

    static final int LENGTH_8 = 0x81;
    static final int LENGTH_16 = 0x8D;
    static final int LENGTH_32 = 0x8F;

    private static final int MAX_8 = 0xFF;
    private static final int MAX_16 = 0xFFFF;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private TcpHeader() {}

    /** Bytes of the header that is written for a message: the shortest that fits. */
    public static int bytesFor(int messageBytes) {
        return 1 + (messageBytes <= MAX_8 ? Byte.BYTES : messageBytes <= MAX_16 ? Short.BYTES : Integer.BYTES);
    }

    /**
     * Writes the shortest header that fits.
     *
     * @return where it ends in {@code target}
     */
    public static int write(int messageBytes, byte[] target, int at) {
        if (messageBytes <= MAX_8) {
            target[at] = (byte) LENGTH_8;
            target[at + 1] = (byte) messageBytes;
        } else if (messageBytes <= MAX_16) {
            target[at] = (byte) LENGTH_16;
            SHORTS.set(target, at + 1, (short) messageBytes);
        } else {
            target[at] = (byte) LENGTH_32;
            INTS.set(target, at + 1, messageBytes);
        }
        return at + bytesFor(messageBytes);
    }

    /** Bytes of a header that begins with this byte; 0 when none does. */
    static int bytesAfter(byte first) {
        return switch (first & MAX_8) {
            case LENGTH_8 -> 1 + Byte.BYTES;
            case LENGTH_16 -> 1 + Short.BYTES;
            case LENGTH_32 -> 1 + Integer.BYTES;
            default -> 0;
        };
    }

    /** The length that a whole header of so many bytes gives. */
    static long length(byte[] array, int at, int headerBytes) {
        return switch (headerBytes) {
            case 1 + Byte.BYTES -> array[at + 1] & MAX_8;
            case 1 + Short.BYTES -> (short) SHORTS.get(array, at + 1) & MAX_16;
            default -> (int) INTS.get(array, at + 1) & 0xFFFF_FFFFL;
        };
    }
}
