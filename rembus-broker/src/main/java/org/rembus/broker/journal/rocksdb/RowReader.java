package org.rembus.broker.journal.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link RowWriter} wrote.
 *
 * <p>The database has checked its bytes already. Should they still not be what they ought to be, each method throws
 * {@link UnreadableRowException}.
 */
final class RowReader {
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int VARINT_BITS = 7;

    private final byte[] bytes;
    private int at;

    RowReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int raw() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    byte[] raw(int count) {
        need(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    long fixed() {
        need(Long.BYTES);
        at += Long.BYTES;
        return ByteBuffer.wrap(bytes).getLong(at - Long.BYTES);
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
            int next = raw();
            value |= (long) (next & LOW_BITS) << shift;
            if ((next & MORE) == 0) {
                return value;
            }
        }
        throw new UnreadableRowException("a number is too long");
    }

    /** A number that counts what follows, each at least one byte long. */
    int count() {
        long count = number();
        if (count < 0 || count > bytes.length - at) {
            throw new UnreadableRowException(
                    "it counts " + count + " where " + (bytes.length - at) + " bytes are left");
        }
        return (int) count;
    }

    String text() {
        int length = count();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    byte[] rest() {
        return raw(bytes.length - at);
    }

    void expectEnd() {
        if (hasMore()) {
            throw new UnreadableRowException((bytes.length - at) + " bytes too many");
        }
    }

    private void need(int count) {
        if (count > bytes.length - at) {
            throw new UnreadableRowException("it ends too early");
        }
    }
}
