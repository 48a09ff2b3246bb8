package org.rembus.protocol.arrow;

import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.apache.arrow.flatbuf.Int;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;

/** Integers as Arrow has them: numbers, offsets, indices, ends of runs. */
record Integers(int bits, boolean isSigned) {
    static final Integers INT = new Integers(Integer.SIZE, true);
    static final Integers LONG = new Integers(Long.SIZE, true);

    static Integers of(@Nullable Int type) throws ProtocolException {
        int bits = type == null ? Integer.SIZE : type.bitWidth();
        return switch (bits) {
            case Byte.SIZE, Short.SIZE, Integer.SIZE, Long.SIZE -> new Integers(bits, type == null || type.isSigned());
            default -> throw new ProtocolException("a DataFrame with integers of an unknown width");
        };
    }

    static Integers offsets(boolean large) {
        return large ? LONG : INT;
    }

    /** Whether they may be more than a {@code long} can hold. */
    boolean isUnsignedLong() {
        return bits == Long.SIZE && !isSigned;
    }

    /** At each row, the bits of what stands there. */
    IntToLongFunction in(ByteBuffer values) {
        return switch (bits) {
            case Byte.SIZE -> isSigned ? values::get : row -> values.get(row) & 0xFF;
            case Short.SIZE ->
                isSigned
                        ? row -> values.getShort(row * Short.BYTES)
                        : row -> values.getShort(row * Short.BYTES) & 0xFFFF;
            case Integer.SIZE ->
                isSigned
                        ? row -> values.getInt(row * Integer.BYTES)
                        : row -> values.getInt(row * Integer.BYTES) & 0xFFFF_FFFFL;
            default -> row -> values.getLong(row * Long.BYTES);
        };
    }
}
