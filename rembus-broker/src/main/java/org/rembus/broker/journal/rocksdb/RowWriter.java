package org.rembus.broker.journal.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts of a row or a key one after the other. */
final class RowWriter {
    private static final int INITIAL_BYTES = 64;
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int VARINT_BITS = 7;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    RowWriter raw(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RowWriter raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Eight bytes, big-endian: not negative ones sort as numbers do. */
    RowWriter fixed(long value) {
        ensure(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    /** As many bytes as it needs, seven bits in each, the low ones first. */
    RowWriter number(long value) {
        long rest = value;
        while ((rest & ~LOW_BITS) != 0) {
            raw((int) (rest & LOW_BITS) | MORE);
            rest >>>= VARINT_BITS;
        }
        return raw((int) rest);
    }

    /** The length, then UTF-8. */
    RowWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
