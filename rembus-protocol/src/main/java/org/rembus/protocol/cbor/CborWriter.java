package org.rembus.protocol.cbor;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Utf8;

/**
 * Appends CBOR items to a growing array, with the very bytes that the Python peer sends for the same values: shortest
 * integers, definite lengths, finite floats on eight bytes, infinities and NaN on two.
 */
public final class CborWriter {
    private static final int INITIAL_BYTES = 128;
    private static final int TAG_POSITIVE_BIG = 2;
    private static final int TAG_NEGATIVE_BIG = 3;

    private byte[] array;
    private int length;

    public CborWriter() {
        this(INITIAL_BYTES);
    }

    /** @param capacity bytes that are likely to be needed */
    public CborWriter(int capacity) {
        array = new byte[capacity];
    }

    /** The bytes written so far and those of the payload, in an array of their own. */
    public byte[] followedBy(Payload payload) {
        byte[] bytes = Arrays.copyOf(array, Math.addExact(length, payload.length()));
        payload.copyTo(bytes, length);
        return bytes;
    }

    /** The bytes written so far. Without a copy when they fill the array exactly; then write no more. */
    public byte[] toByteArray() {
        return length == array.length ? array : Arrays.copyOf(array, length);
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    public void beginArray(int elements) {
        head(Major.ARRAY, elements);
    }

    /**
     * Leaves room for the head of an array or map whose length is not known yet; its elements are to follow.
     *
     * @return where it is, for {@link #endArray} or {@link #endMap}
     */
    public int beginOpen() {
        put(0);
        return length - 1;
    }

    /** Ends what {@link #beginOpen} began, as an array. What has been written since moves when there are many elements. */
    public void endArray(int start, int elements) {
        end(Major.ARRAY, start, elements);
    }

    /** As {@link #endArray}, as a map of so many entries. */
    public void endMap(int start, int entries) {
        end(Major.MAP, start, entries);
    }

    private void end(int major, int start, int count) {
        int more = headBytes(count) - 1;
        reserve(more);
        System.arraycopy(array, start + 1, array, start + 1 + more, length - start - 1);
        int end = length + more;
        length = start;
        head(major, count);
        length = end;
    }

    public void writeLong(long value) {
        head(value < 0 ? Major.NEGATIVE : Major.UNSIGNED, value < 0 ? ~value : value);
    }

    public void writeNull() {
        put(CborReader.NULL);
    }

    /** @throws IllegalArgumentException if the text has half a surrogate pair and so cannot be written as UTF-8 */
    public void writeText(String text) {
        if (!Utf8.canEncode(text)) {
            throw new IllegalArgumentException("a text with half a surrogate pair");
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(Major.TEXT, utf8.length);
        raw(utf8);
    }

    public void writeByteString(byte[] bytes) {
        head(Major.BYTES, bytes.length);
        raw(bytes);
    }

    public void writeId(MessageId id) {
        head(Major.BYTES, id.length());
        reserve(id.length());
        id.copyTo(array, length);
        length += id.length();
    }

    /** Appends the payload's bytes as they are. */
    public void writePayload(Payload payload) {
        reserve(payload.length());
        payload.copyTo(array, length);
        length += payload.length();
    }

    /**
     * Appends a value; see {@link Payload#of(Object)}.
     *
     * @throws IllegalArgumentException if the value cannot be written
     */
    public void writeValue(@Nullable Object value) {
        value(value, 0);
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> writeNull();
            case Boolean truth -> put(truth ? 0xF5 : 0xF4);
            case String text -> writeText(text);
            case Long integer -> writeLong(integer);
            case Integer integer -> writeLong(integer);
            case Short integer -> writeLong(integer);
            case Byte integer -> writeLong(integer);
            case Double number -> writeDouble(number);
            case Float number -> writeDouble(number);
            case byte[] bytes -> writeByteString(bytes);
            case BigInteger integer -> bigInteger(integer);
            case Collection<?> elements -> collection(elements, nested(depth));
            case Object[] elements -> collection(Arrays.asList(elements), nested(depth));
            case Map<?, ?> entries -> map(entries, nested(depth));
            case Tagged tagged -> {
                head(Major.TAG, tagged.tag());
                value(tagged.value(), nested(depth));
            }
            case Payload payload -> writePayload(payload);
            case Undefined undefined -> put(CborReader.UNDEFINED);
            case SimpleValue simple -> simple(simple.number());
            default ->
                throw new IllegalArgumentException(
                        "a value of " + value.getClass().getName() + " has no form in CBOR");
        }
    }

    private void collection(Collection<?> elements, int depth) {
        head(Major.ARRAY, elements.size());
        for (Object element : elements) {
            value(element, depth);
        }
    }

    private void map(Map<?, ?> entries, int depth) {
        head(Major.MAP, entries.size());
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            value(entry.getKey(), depth);
            value(entry.getValue(), depth);
        }
    }

    private void writeDouble(double number) {
        if (Double.isFinite(number)) {
            put(0xFB);
            fixed(Double.doubleToRawLongBits(number), 8);
            return;
        }
        put(0xF9);
        fixed(Double.isNaN(number) ? 0x7E00 : number > 0 ? 0x7C00 : 0xFC00, 2);
    }

    private void bigInteger(BigInteger integer) {
        boolean negative = integer.signum() < 0;
        BigInteger magnitude = negative ? integer.not() : integer;
        if (magnitude.bitLength() <= Long.SIZE) {
            head(negative ? Major.NEGATIVE : Major.UNSIGNED, magnitude.longValue());
            return;
        }
        head(Major.TAG, negative ? TAG_NEGATIVE_BIG : TAG_POSITIVE_BIG);
        byte[] bytes = magnitude.toByteArray();
        writeByteString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private void simple(int number) {
        if (number < 24) {
            put(0xE0 | number);
        } else {
            put(0xF8);
            put(number);
        }
    }

    /** How many bytes an item begins with that has this argument: its value, or its length. */
    static int headBytes(int argument) {
        int wide = argument <= 0xFFFF ? 1 + Short.BYTES : 1 + Integer.BYTES;
        return argument < 24 ? 1 : argument <= 0xFF ? 2 : wide;
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument >= 0 && argument < 24) {
            put(type | (int) argument);
        } else if (argument >= 0 && argument <= 0xFF) {
            put(type | 24);
            fixed(argument, 1);
        } else if (argument >= 0 && argument <= 0xFFFF) {
            put(type | 25);
            fixed(argument, 2);
        } else if (argument >= 0 && argument <= 0xFFFF_FFFFL) {
            put(type | 26);
            fixed(argument, 4);
        } else {
            put(type | 27);
            fixed(argument, 8);
        }
    }

    private void fixed(long value, int bytes) {
        reserve(bytes);
        BigEndian.write(array, length, value, bytes);
        length += bytes;
    }

    private void put(int value) {
        reserve(1);
        array[length++] = (byte) value;
    }

    private void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(length, bytes);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, (int) Math.min(array.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    private static int nested(int depth) {
        if (depth >= Limits.MAX_NESTING) {
            throw new IllegalArgumentException("nested deeper than " + Limits.MAX_NESTING);
        }
        return depth + 1;
    }
}
