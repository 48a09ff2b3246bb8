package org.rembus.protocol.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of 1, 2, 4 or 8 bytes in an array, the highest byte first. */
final class BigEndian {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private BigEndian() {}

    private static VarHandle view(Class<?> arrayClass) {
        return MethodHandles.byteArrayViewVarHandle(arrayClass, ByteOrder.BIG_ENDIAN);
    }

    /** An unsigned number, or all 64 bits. */
    static long read(byte[] array, int at, int bytes) {
        return switch (bytes) {
            case Byte.BYTES -> array[at] & 0xFF;
            case Short.BYTES -> (short) SHORTS.get(array, at) & 0xFFFF;
            case Integer.BYTES -> (int) INTS.get(array, at) & 0xFFFF_FFFFL;
            default -> (long) LONGS.get(array, at);
        };
    }

    /** Writes the lowest bytes of the value. */
    static void write(byte[] array, int at, long value, int bytes) {
        switch (bytes) {
            case Byte.BYTES -> array[at] = (byte) value;
            case Short.BYTES -> SHORTS.set(array, at, (short) value);
            case Integer.BYTES -> INTS.set(array, at, (int) value);
            default -> LONGS.set(array, at, value);
        }
    }
}
