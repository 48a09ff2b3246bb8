package org.rembus.broker.journal.log.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** Bytes being written, big-endian, into an array that grows and is used again. */
final class RecordOutput {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_TEXT = 0xFFFF;
    private static final int MOST_BYTES_A_CHAR = 3;

    private final int usualBytes;
    private byte[] array;
    private int position;

    /** @param usualBytes an array that had to grow beyond this is not kept by {@link #reset} */
    RecordOutput(int usualBytes) {
        this.usualBytes = usualBytes;
        this.array = new byte[usualBytes];
    }

    /** Begins anew at this position. */
    void reset(int start) {
        if (array.length > usualBytes) {
            array = new byte[usualBytes];
        }
        position = start;
    }

    /** The bytes; another array after the next {@code put}. */
    byte[] array() {
        return array;
    }

    int position() {
        return position;
    }

    void putByte(int value) {
        reserve(Byte.BYTES);
        array[position++] = (byte) value;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        setInt(position, value);
        position += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        setLong(position, value);
        position += Long.BYTES;
    }

    /** UTF-8 behind its length in two bytes. */
    void putText(String text) {
        int length = text.length();
        reserve(Short.BYTES + length * MOST_BYTES_A_CHAR);
        int start = position + Short.BYTES;
        for (int i = 0; i < length; i++) {
            char each = text.charAt(i);
            if (each >= 0x80) {
                putUnicode(text);
                return;
            }
            array[start + i] = (byte) each;
        }
        endText(start, length);
    }

    private void putUnicode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = position + Short.BYTES;
        System.arraycopy(bytes, 0, array, start, bytes.length);
        endText(start, bytes.length);
    }

    private void endText(int start, int bytes) {
        if (bytes > LONGEST_TEXT) {
            throw new IllegalArgumentException("a text of " + bytes + " bytes");
        }
        SHORT.set(array, position, (short) bytes);
        position = start + bytes;
    }

    /** The id's bytes behind their number in one byte. */
    void putId(MessageId id) {
        putByte(id.length());
        reserve(id.length());
        id.copyTo(array, position);
        position += id.length();
    }

    void putPayload(Payload payload) {
        reserve(payload.length());
        payload.copyTo(array, position);
        position += payload.length();
    }

    /** Zeros, up to the next multiple of {@code alignment}. */
    void pad(int alignment) {
        int end = Math.ceilDiv(position, alignment) * alignment;
        reserve(end - position);
        Arrays.fill(array, position, end, (byte) 0);
        position = end;
    }

    void setInt(int at, int value) {
        INT.set(array, at, value);
    }

    void setLong(int at, long value) {
        LONG.set(array, at, value);
    }

    private void reserve(int bytes) {
        if (array.length - position < bytes) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(position, bytes), Math.min(array.length, 1 << 29) * 2));
        }
    }
}
