package org.rembus.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Utf8;

/**
 * A cursor over CBOR items in an array.
 *
 * <p>Nothing is allocated before the bytes for it are known to be there. After an exception the position is undefined.
 */
public final class CborReader {
    /** The byte of null. */
    public static final int NULL = 0xF6;

    /** The byte of undefined. */
    public static final int UNDEFINED = 0xF7;

    private static final int BREAK = 0xFF;
    private static final int INDEFINITE = 31;
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int TAG_POSITIVE_BIG = 2;
    private static final int TAG_NEGATIVE_BIG = 3;

    private final byte[] array;
    private final int end;
    private final int maxNesting;
    private int position;

    /**
     * Reads {@code length} bytes of {@code array} from {@code offset}; the array is not copied.
     *
     * @param maxNesting how deep arrays, maps and tags may be nested in one item
     */
    public CborReader(byte[] array, int offset, int length, int maxNesting) {
        this.array = array;
        this.position = offset;
        this.end = offset + length;
        this.maxNesting = maxNesting;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** Fails unless every byte has been read. */
    public void expectEnd() throws ProtocolException {
        if (position != end) {
            throw new ProtocolException((end - position) + " bytes after the end of the message");
        }
    }

    /** Whether the next item is null or undefined. */
    public boolean isNothingNext() throws ProtocolException {
        int next = peek();
        return next == NULL || next == UNDEFINED;
    }

    /** Steps over one item of any type, checking all of it. */
    public void skipItem() throws ProtocolException {
        skip(0);
    }

    /**
     * Reads the head of an array.
     *
     * @return the number of elements that follow. For an array of indefinite length they are counted first, and the
     *     break stays to be read by {@link #endArray}
     */
    public int beginArray() throws ProtocolException {
        int initial = next();
        if (initial >>> 5 != ARRAY) {
            throw new ProtocolException("an array was expected, not " + nameOf(initial));
        }
        if ((initial & 31) != INDEFINITE) {
            return count(initial & 31, 1);
        }
        int start = position;
        int count = 0;
        while (peek() != BREAK) {
            skip(1);
            count++;
        }
        position = start;
        return count;
    }

    /** Reads what ends an array: the break of one of indefinite length, nothing for others. */
    public void endArray() throws ProtocolException {
        if (position < end && peek() == BREAK) {
            position++;
        }
    }

    /** Reads an integer that fits 64 bits signed, of whatever width it was written. */
    public long readLong() throws ProtocolException {
        int initial = next();
        int major = initial >>> 5;
        if (major != UNSIGNED && major != NEGATIVE) {
            throw new ProtocolException("an integer was expected, not " + nameOf(initial));
        }
        long value = argument(initial & 31);
        if (value < 0) {
            throw new ProtocolException("an integer of more than 64 bits");
        }
        return major == UNSIGNED ? value : ~value;
    }

    /** Reads a text, in one piece or in chunks. */
    public String readText() throws ProtocolException {
        int initial = next();
        if (initial >>> 5 != TEXT) {
            throw new ProtocolException("a text was expected, not " + nameOf(initial));
        }
        return text(initial & 31);
    }

    /** Reads a byte string, in one piece or in chunks, within tag 64 or without. */
    public byte[] readByteString() throws ProtocolException {
        int initial = next();
        if (initial >>> 5 == TAG && argument(initial & 31) == Tagged.TYPED_ARRAY) {
            initial = next();
        }
        if (initial >>> 5 != BYTES) {
            throw new ProtocolException("a byte string was expected, not " + nameOf(initial));
        }
        return byteString(initial & 31);
    }

    /** Reads one item of any type; see {@link org.rembus.protocol.Payload#value()} for what becomes of it. */
    public @Nullable Object readValue() throws ProtocolException {
        return value(0);
    }

    /** {@link #readValue()} of bytes that have been checked before. */
    public @Nullable Object readValidValue() {
        try {
            return value(0);
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    private @Nullable Object value(int depth) throws ProtocolException {
        int initial = next();
        int info = initial & 31;
        return switch (initial >>> 5) {
            case UNSIGNED -> integer(argument(info), UNSIGNED);
            case NEGATIVE -> integer(argument(info), NEGATIVE);
            case BYTES -> byteString(info);
            case TEXT -> text(info);
            case ARRAY -> list(info, nested(depth));
            case MAP -> map(info, nested(depth));
            case TAG -> tagged(argument(info), nested(depth));
            default -> simple(info);
        };
    }

    private static Object integer(long argument, int major) {
        if (argument >= 0) {
            return major == UNSIGNED ? argument : ~argument;
        }
        BigInteger magnitude = new BigInteger(Long.toUnsignedString(argument));
        return major == UNSIGNED ? magnitude : magnitude.not();
    }

    private List<@Nullable Object> list(int info, int depth) throws ProtocolException {
        if (info == INDEFINITE) {
            List<@Nullable Object> elements = new ArrayList<>();
            while (!atBreak()) {
                elements.add(value(depth));
            }
            return elements;
        }
        int count = count(info, 1);
        if (count == 0) {
            return List.of();
        }
        List<@Nullable Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(value(depth));
        }
        return elements;
    }

    private Map<@Nullable Object, @Nullable Object> map(int info, int depth) throws ProtocolException {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        if (info == INDEFINITE) {
            while (!atBreak()) {
                entries.put(value(depth), value(depth));
            }
            return entries;
        }
        int count = count(info, 2);
        for (int i = 0; i < count; i++) {
            entries.put(value(depth), value(depth));
        }
        return entries;
    }

    private Object tagged(long tag, int depth) throws ProtocolException {
        Object content = value(depth);
        if (content instanceof byte[] magnitude) {
            if (tag == TAG_POSITIVE_BIG) {
                return normal(new BigInteger(1, magnitude));
            }
            if (tag == TAG_NEGATIVE_BIG) {
                return normal(new BigInteger(1, magnitude).not());
            }
        }
        return new Tagged(tag, content);
    }

    private static Object normal(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }

    private @Nullable Object simple(int info) throws ProtocolException {
        return switch (info) {
            case 20 -> Boolean.FALSE;
            case 21 -> Boolean.TRUE;
            case 22 -> null;
            case 23 -> Undefined.UNDEFINED;
            case 24 -> new SimpleValue(simpleNumber());
            case 25 -> (double) Float.float16ToFloat((short) fixed(2));
            case 26 -> (double) Float.intBitsToFloat((int) fixed(4));
            case 27 -> Double.longBitsToDouble(fixed(8));
            default -> new SimpleValue(shortSimple(info));
        };
    }

    private void skip(int depth) throws ProtocolException {
        int initial = next();
        int info = initial & 31;
        switch (initial >>> 5) {
            case UNSIGNED, NEGATIVE -> argument(info);
            case BYTES -> skipString(info, BYTES);
            case TEXT -> skipString(info, TEXT);
            case ARRAY -> skipContent(info, 1, nested(depth));
            case MAP -> skipContent(info, 2, nested(depth));
            case TAG -> {
                argument(info);
                skip(nested(depth));
            }
            default -> skipSimple(info);
        }
    }

    private void skipContent(int info, int itemsPerEntry, int depth) throws ProtocolException {
        if (info == INDEFINITE) {
            while (!atBreak()) {
                for (int i = 0; i < itemsPerEntry; i++) {
                    skip(depth);
                }
            }
            return;
        }
        long items = (long) count(info, itemsPerEntry) * itemsPerEntry;
        for (long i = 0; i < items; i++) {
            skip(depth);
        }
    }

    private void skipString(int info, int major) throws ProtocolException {
        if (info == INDEFINITE) {
            while (!atBreak()) {
                skipString(chunk(major), major);
            }
            return;
        }
        int length = count(info, 1);
        if (major == TEXT && !Utf8.isValid(array, position, position + length)) {
            throw new ProtocolException("a text that is not UTF-8");
        }
        position += length;
    }

    private void skipSimple(int info) throws ProtocolException {
        switch (info) {
            case 24 -> simpleNumber();
            case 25 -> fixed(2);
            case 26 -> fixed(4);
            case 27 -> fixed(8);
            default -> shortSimple(info);
        }
    }

    private int simpleNumber() throws ProtocolException {
        int number = next();
        if (number < 32) {
            throw new ProtocolException("a simple value below 32 written on two bytes");
        }
        return number;
    }

    private static int shortSimple(int info) throws ProtocolException {
        if (info > 24) {
            throw new ProtocolException(info == INDEFINITE ? "a break where an item was expected" : "reserved CBOR");
        }
        return info;
    }

    private String text(int info) throws ProtocolException {
        if (info != INDEFINITE) {
            int length = count(info, 1);
            if (!Utf8.isValid(array, position, position + length)) {
                throw new ProtocolException("a text that is not UTF-8");
            }
            position += length;
            return new String(array, position - length, length, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        while (!atBreak()) {
            text.append(text(chunk(TEXT)));
        }
        return text.toString();
    }

    private byte[] byteString(int info) throws ProtocolException {
        if (info != INDEFINITE) {
            int length = count(info, 1);
            position += length;
            return Arrays.copyOfRange(array, position - length, position);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!atBreak()) {
            int length = count(chunk(BYTES), 1);
            bytes.write(array, position, length);
            position += length;
        }
        return bytes.toByteArray();
    }

    /** Reads the head of a chunk of an indefinite string: a definite string of the same major type. */
    private int chunk(int major) throws ProtocolException {
        int initial = next();
        if (initial >>> 5 != major || (initial & 31) == INDEFINITE) {
            throw new ProtocolException("a chunk of a string that is " + nameOf(initial));
        }
        return initial & 31;
    }

    /** Reads a count of things of at least {@code bytesEach} bytes; more than can be there is an error at once. */
    private int count(int info, int bytesEach) throws ProtocolException {
        long count = argument(info);
        if (count < 0 || count > (end - position) / bytesEach) {
            throw new ProtocolException("truncated message");
        }
        return (int) count;
    }

    private long argument(int info) throws ProtocolException {
        return switch (info) {
            case 24 -> fixed(1);
            case 25 -> fixed(2);
            case 26 -> fixed(4);
            case 27 -> fixed(8);
            default -> {
                if (info > 27) {
                    throw new ProtocolException("reserved CBOR");
                }
                yield info;
            }
        };
    }

    private long fixed(int bytes) throws ProtocolException {
        if (end - position < bytes) {
            throw new ProtocolException("truncated message");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << Byte.SIZE | (array[position++] & 0xFF);
        }
        return value;
    }

    private int nested(int depth) throws ProtocolException {
        if (depth >= maxNesting) {
            throw new ProtocolException("nested deeper than " + maxNesting);
        }
        return depth + 1;
    }

    private boolean atBreak() throws ProtocolException {
        if (peek() != BREAK) {
            return false;
        }
        position++;
        return true;
    }

    private int peek() throws ProtocolException {
        if (position >= end) {
            throw new ProtocolException("truncated message");
        }
        return array[position] & 0xFF;
    }

    private int next() throws ProtocolException {
        int next = peek();
        position++;
        return next;
    }

    private static String nameOf(int initial) {
        return switch (initial >>> 5) {
            case UNSIGNED, NEGATIVE -> "an integer";
            case BYTES -> "a byte string";
            case TEXT -> "a text";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case TAG -> "a tagged value";
            default -> "a simple value or float";
        };
    }
}
