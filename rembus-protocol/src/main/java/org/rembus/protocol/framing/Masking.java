package org.rembus.protocol.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Masks and unmasks payloads in place (RFC 6455 section 5.3), eight bytes at a time. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int KEY_BYTES = Integer.BYTES;

    private Masking() {}

    /** @param key the four bytes as they stand in the frame, the first one in the highest bits */
    static void apply(byte[] array, int offset, int length, int key) {
        if (key == 0) {
            return;
        }
        long wide = wide(key);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            LONGS.set(array, offset + i, (long) LONGS.get(array, offset + i) ^ wide);
        }
        int rest = length - whole;
        int at = offset + whole;
        if (rest > 0 && at <= array.length - Long.BYTES) {
            // what follows is read and written as it is
            LONGS.set(array, at, (long) LONGS.get(array, at) ^ (wide & (-1L << (Long.SIZE - rest * Byte.SIZE))));
        } else {
            copyFew(array, at, rest, array, at, key);
        }
    }

    /** Masks what it copies, in one pass. */
    static void copy(byte[] source, int offset, int length, byte[] target, int at, int key) {
        long wide = wide(key);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            LONGS.set(target, at + i, (long) LONGS.get(source, offset + i) ^ wide);
        }
        copyFew(source, offset + whole, length - whole, target, at + whole, key);
    }

    private static long wide(int key) {
        return (long) key << Integer.SIZE | (key & 0xFFFF_FFFFL);
    }

    /** Fewer than eight bytes. */
    private static void copyFew(byte[] source, int offset, int length, byte[] target, int at, int key) {
        int i = 0;
        if (length >= Integer.BYTES) {
            INTS.set(target, at, (int) INTS.get(source, offset) ^ key);
            i = Integer.BYTES;
        }
        for (int shift = Integer.SIZE - Byte.SIZE; i < length; i++, shift -= Byte.SIZE) {
            target[at + i] = (byte) (source[offset + i] ^ key >>> shift);
        }
    }

    /** The key for what follows the first {@code length} bytes of a payload. */
    static int after(int key, int length) {
        return Integer.rotateLeft(key, Byte.SIZE * (length % KEY_BYTES));
    }
}
