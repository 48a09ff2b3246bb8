package org.rembus.protocol.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Masks and unmasks payloads in place (RFC 6455 section 5.3), eight bytes at a time. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEY_BYTES = Integer.BYTES;

    private Masking() {}

    /** @param key the four bytes as they stand in the frame, the first one in the highest bits */
    static void apply(byte[] array, int offset, int length, int key) {
        if (key != 0) {
            copy(array, offset, length, array, offset, key);
        }
    }

    /** Masks what it copies, in one pass. */
    static void copy(byte[] source, int offset, int length, byte[] target, int at, int key) {
        long wide = (long) key << Integer.SIZE | (key & 0xFFFF_FFFFL);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            LONGS.set(target, at + i, (long) LONGS.get(source, offset + i) ^ wide);
        }
        for (int i = whole, shift = Integer.SIZE - Byte.SIZE; i < length; i++, shift -= Byte.SIZE) {
            target[at + i] = (byte) (source[offset + i] ^ key >>> (shift & (Integer.SIZE - 1)));
        }
    }

    /** The key for what follows the first {@code length} bytes of a payload. */
    static int after(int key, int length) {
        return Integer.rotateLeft(key, Byte.SIZE * (length % KEY_BYTES));
    }
}
