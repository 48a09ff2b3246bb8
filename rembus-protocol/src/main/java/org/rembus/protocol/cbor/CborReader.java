package org.rembus.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Utf8;

/**
 * A cursor over CBOR items in an array.
 *
 * <p>Every method takes time proportional to the bytes that it steps over, and allocates nothing before the bytes for it
 * are known to be there. After an exception the position is undefined.
 */
public final class CborReader {
    /** The byte of null. */
    public static final int NULL = 0xF6;

    /** The byte of undefined. */
    public static final int UNDEFINED = 0xF7;

    /** Instead of a number of elements: a break ends them. */
    public static final int UNTIL_BREAK = -1;

    private static final int BREAK = 0xFF;

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
     * Steps over arguments: like {@link #skipItem()}, but an outermost array is not a level of nesting. So a single value
     * that is nested as deep as allowed may be put in an array on its way.
     */
    public void skipArguments() throws ProtocolException {
        skip(Major.of(peek()) == Major.ARRAY ? -1 : 0);
    }

    /**
     * Reads the head of an array.
     *
     * @return the number of elements that follow, or {@link #UNTIL_BREAK}
     */
    public int beginArray() throws ProtocolException {
        int initial = next();
        if (Major.of(initial) != Major.ARRAY) {
            throw new ProtocolException("an array was expected, not " + Major.nameOf(initial));
        }
        return count(Major.info(initial), 1);
    }

    /**
     * Reads the head of a map.
     *
     * @return the number of entries that follow, a key and a value each, or {@link #UNTIL_BREAK}
     */
    public int beginMap() throws ProtocolException {
        int initial = next();
        if (Major.of(initial) != Major.MAP) {
            throw new ProtocolException("a map was expected, not " + Major.nameOf(initial));
        }
        return count(Major.info(initial), 2);
    }

    /** Reads a tag, whose content follows; unsigned. */
    public long readTag() throws ProtocolException {
        int initial = next();
        if (Major.of(initial) != Major.TAG) {
            throw new ProtocolException("a tag was expected, not " + Major.nameOf(initial));
        }
        return argument(Major.info(initial));
    }

    /** What the next item is. */
    public ItemKind kind() throws ProtocolException {
        return ItemKind.of(peek());
    }

    /** Whether a break is next, the end of an array of indefinite length. */
    public boolean isBreakNext() throws ProtocolException {
        return peek() == BREAK;
    }

    /** Steps over a break if it is next, and says whether it was. */
    public boolean skipBreak() throws ProtocolException {
        if (peek() != BREAK) {
            return false;
        }
        position++;
        return true;
    }

    /**
     * Whether an array or a map has one more element, of which {@code done} have been read; steps over the break if not.
     *
     * @param count what {@link #beginArray()} or {@link #beginMap()} said
     */
    public boolean hasMore(int done, int count) throws ProtocolException {
        return count == UNTIL_BREAK ? !skipBreak() : done < count;
    }

    /** Reads an integer that fits 64 bits signed, of whatever width it was written. */
    public long readLong() throws ProtocolException {
        int initial = next();
        int major = Major.of(initial);
        if (major != Major.UNSIGNED && major != Major.NEGATIVE) {
            throw new ProtocolException("an integer was expected, not " + Major.nameOf(initial));
        }
        long value = argument(Major.info(initial));
        if (value < 0) {
            throw new ProtocolException("an integer of more than 64 bits");
        }
        return major == Major.UNSIGNED ? value : ~value;
    }

    /** Reads a text, in one piece or in chunks. */
    public String readText() throws ProtocolException {
        return text(infoOfText());
    }

    /** {@link #readText()}, quicker when it is the recent one. */
    String readText(RecentText recent) throws ProtocolException {
        int info = infoOfText();
        if (info == Major.INDEFINITE) {
            return text(info);
        }
        int length = length(info, 1);
        int start = position;
        position += length;
        if (recent.is(array, start, position)) {
            return recent.text();
        }
        expectUtf8(start);
        return recent.decode(array, start, position);
    }

    private int infoOfText() throws ProtocolException {
        int initial = next();
        if (Major.of(initial) != Major.TEXT) {
            throw new ProtocolException("a text was expected, not " + Major.nameOf(initial));
        }
        return Major.info(initial);
    }

    /** Reads a byte string, in one piece or in chunks, within tag 64 or without. */
    public byte[] readByteString() throws ProtocolException {
        return byteString(infoOfByteString());
    }

    private int infoOfByteString() throws ProtocolException {
        int initial = inTypedArray(next());
        if (Major.of(initial) != Major.BYTES) {
            throw new ProtocolException("a byte string was expected, not " + Major.nameOf(initial));
        }
        return Major.info(initial);
    }

    /** The first byte of what is in tag 64, if it was one that was read. */
    private int inTypedArray(int initial) throws ProtocolException {
        boolean isTyped = Major.of(initial) == Major.TAG && argument(Major.info(initial)) == Tagged.TYPED_ARRAY;
        return isTyped ? next() : initial;
    }

    /** Whether {@link #viewByteString()} could read what is next, as far as its first bytes say. */
    public boolean isByteStringNext() throws ProtocolException {
        int start = position;
        int initial = inTypedArray(next());
        position = start;
        return Major.of(initial) == Major.BYTES;
    }

    /** {@link #readByteString()}, without a copy where it is in one piece: not to be changed. */
    public ByteBuffer viewByteString() throws ProtocolException {
        int info = infoOfByteString();
        if (info == Major.INDEFINITE) {
            return ByteBuffer.wrap(byteString(info));
        }
        int length = length(info, 1);
        position += length;
        return ByteBuffer.wrap(array, position - length, length);
    }

    /** Reads one item of any type; see {@link org.rembus.protocol.Payload#value()} for what becomes of it. */
    public @Nullable Object readValue() throws ProtocolException {
        int start = position;
        skipItem();
        position = start;
        return new ValueReader(this).read();
    }

    /** {@link #readValue()} of bytes that have been checked before. */
    public @Nullable Object readValidValue() {
        try {
            return new ValueReader(this).read();
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    /** Reads a first byte. */
    int next() throws ProtocolException {
        int next = peek();
        position++;
        return next;
    }

    /** Reads the number that belongs to a first byte, as unsigned 64 bits. */
    long argument(int info) throws ProtocolException {
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

    /** Reads how many elements of at least {@code bytesEach} bytes follow; more than can be there is an error at once. */
    int count(int info, int bytesEach) throws ProtocolException {
        return info == Major.INDEFINITE ? UNTIL_BREAK : length(info, bytesEach);
    }

    /** Reads the rest of a text whose first byte has been read. */
    String text(int info) throws ProtocolException {
        if (info != Major.INDEFINITE) {
            int length = validText(info);
            return length == 0 ? "" : new String(array, position - length, length, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        while (!skipBreak()) {
            text.append(text(chunk(Major.TEXT)));
        }
        return text.toString();
    }

    /** Reads the rest of a byte string whose first byte has been read. */
    byte[] byteString(int info) throws ProtocolException {
        if (info != Major.INDEFINITE) {
            int length = length(info, 1);
            position += length;
            return Arrays.copyOfRange(array, position - length, position);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!skipBreak()) {
            int length = length(chunk(Major.BYTES), 1);
            bytes.write(array, position, length);
            position += length;
        }
        return bytes.toByteArray();
    }

    /** Reads the number of a simple value that is no float. */
    int simpleNumber(int info) throws ProtocolException {
        if (info < 24) {
            return info;
        }
        if (info > 24) {
            throw new ProtocolException(
                    info == Major.INDEFINITE ? "a break where an item was expected" : "reserved CBOR");
        }
        int number = next();
        if (number < 32) {
            throw new ProtocolException("a simple value below 32 written on two bytes");
        }
        return number;
    }

    /** Reads a big-endian number of 1, 2, 4 or 8 bytes. */
    long fixed(int bytes) throws ProtocolException {
        if (end - position < bytes) {
            throw new ProtocolException("truncated message");
        }
        position += bytes;
        return BigEndian.read(array, position - bytes, bytes);
    }

    private void skip(int depth) throws ProtocolException {
        int initial = next();
        int info = Major.info(initial);
        switch (Major.of(initial)) {
            case Major.UNSIGNED, Major.NEGATIVE -> argument(info);
            case Major.BYTES -> skipBytes(info);
            case Major.TEXT -> skipText(info);
            case Major.ARRAY -> skipContent(count(info, 1), 1, nested(depth));
            case Major.MAP -> skipContent(count(info, 2), 2, nested(depth));
            case Major.TAG -> {
                argument(info);
                skip(nested(depth));
            }
            default -> skipSimple(info);
        }
    }

    private void skipContent(int count, int itemsPerEntry, int depth) throws ProtocolException {
        if (count == UNTIL_BREAK) {
            while (!skipBreak()) {
                for (int i = 0; i < itemsPerEntry; i++) {
                    skip(depth);
                }
            }
            return;
        }
        for (long items = (long) count * itemsPerEntry; items > 0; items--) {
            skip(depth);
        }
    }

    private void skipBytes(int info) throws ProtocolException {
        if (info != Major.INDEFINITE) {
            advance(length(info, 1));
            return;
        }
        while (!skipBreak()) {
            advance(length(chunk(Major.BYTES), 1));
        }
    }

    /** A method, because {@code position += length(…)} would forget how far reading the length went. */
    private void advance(int bytes) {
        position += bytes;
    }

    private void skipText(int info) throws ProtocolException {
        if (info != Major.INDEFINITE) {
            validText(info);
            return;
        }
        while (!skipBreak()) {
            validText(chunk(Major.TEXT));
        }
    }

    private void skipSimple(int info) throws ProtocolException {
        switch (info) {
            case 25 -> fixed(2);
            case 26 -> fixed(4);
            case 27 -> fixed(8);
            default -> simpleNumber(info);
        }
    }

    /** Steps over a text, and returns its length. */
    private int validText(int info) throws ProtocolException {
        int length = length(info, 1);
        position += length;
        expectUtf8(position - length);
        return length;
    }

    /** Fails unless what has been stepped over since is text. */
    private void expectUtf8(int start) throws ProtocolException {
        if (!Utf8.isValid(array, start, position)) {
            throw new ProtocolException("a text that is not UTF-8");
        }
    }

    /** Reads the first byte of a chunk of an indefinite string: a definite string of the same major type. */
    private int chunk(int major) throws ProtocolException {
        int initial = next();
        if (Major.of(initial) != major || Major.info(initial) == Major.INDEFINITE) {
            throw new ProtocolException("a chunk of a string that is " + Major.nameOf(initial));
        }
        return Major.info(initial);
    }

    private int length(int info, int bytesEach) throws ProtocolException {
        long length = argument(info);
        if (length < 0 || length > (end - position) / bytesEach) {
            throw new ProtocolException("truncated message");
        }
        return (int) length;
    }

    private int nested(int depth) throws ProtocolException {
        if (depth >= maxNesting) {
            throw new ProtocolException("nested deeper than " + maxNesting);
        }
        return depth + 1;
    }

    private int peek() throws ProtocolException {
        if (position >= end) {
            throw new ProtocolException("truncated message");
        }
        return array[position] & 0xFF;
    }
}
