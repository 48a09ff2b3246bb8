package org.rembus.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.CborWriter;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.cbor.LikelyBytes;
import org.rembus.protocol.cbor.Undefined;

/**
 * One well-formed CBOR item, kept as the bytes it came in and decoded only on demand (PROTOCOL.md section 4,
 * "{@code data}").
 *
 * <p>A payload is a view of a range of an array and never changes it. A payload that was read from a network buffer is
 * valid only during the call that handed it over; {@link #detached()} gives one that is valid for ever.
 */
public final class Payload {
    /** The bytes of null: a result that says nothing. */
    public static final Payload NULL = of((Object) null);

    /** An empty array: no argument. */
    public static final Payload NO_ARGUMENTS = of(List.of());

    private final byte[] array;
    private final int offset;
    private final int length;

    private Payload(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Encodes a value, as the Python peer would.
     *
     * @param value null, a boolean, an integer of any size, a float, a text, {@code byte[]}, a list, a map, or one of
     *     the types of {@link org.rembus.protocol.cbor}, nested as deep as the limit allows
     * @throws IllegalArgumentException if the value, or one in it, is of another type
     */
    public static Payload of(@Nullable Object value) {
        CborWriter writer = new CborWriter(LikelyBytes.of(value));
        writer.writeValue(value);
        return of(writer);
    }

    /** Takes what has been written as the item that it is. */
    public static Payload of(CborWriter writer) {
        byte[] bytes = writer.toByteArray();
        return new Payload(bytes, 0, bytes.length);
    }

    /** Encodes positional arguments: always an array, as peers expect. */
    public static Payload ofArguments(@Nullable Object... arguments) {
        CborWriter writer = new CborWriter();
        writer.beginArray(arguments.length);
        for (Object argument : arguments) {
            writer.writeValue(argument);
        }
        return of(writer);
    }

    /**
     * A view of one item that is known to be well-formed because it has just been read.
     *
     * @param array not copied, and not to be changed while the payload is in use
     */
    public static Payload view(byte[] array, int offset, int length) {
        return new Payload(array, offset, length);
    }

    /** Checks that the bytes are exactly one well-formed item, and takes them without a copy. */
    public static Payload parse(byte[] bytes) throws ProtocolException {
        CborReader reader = new CborReader(bytes, 0, bytes.length, Limits.MAX_NESTING);
        reader.skipArguments();
        reader.expectEnd();
        return new Payload(bytes, 0, bytes.length);
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** Copies the bytes to {@code target}, from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes, without a copy where the payload has an array of its own: not to be changed. */
    public byte[] bytes() {
        return detached().array;
    }

    /** This payload, or a copy of its own when it is a part of a larger array that it would otherwise pin or share. */
    public Payload detached() {
        return length == array.length ? this : new Payload(toByteArray(), 0, length);
    }

    /**
     * Decodes the item. Integers become {@link Long}, or {@link java.math.BigInteger} beyond 64 bits signed; floats of
     * any width {@link Double}; binary {@code byte[]}; arrays {@link List}; maps {@link java.util.Map} in the order
     * received, the last one of equal keys counting; other tags {@link org.rembus.protocol.cbor.Tagged}. Every call
     * decodes again. Lists and maps are for reading: some of them cannot be changed.
     *
     * <p>Objects take up to about 50 times the bytes that they are made of. A map with keys that are lists, maps, tagged
     * or binary, or with many keys of different types, is searched entry by entry and keeps entries with equal keys.
     */
    public @Nullable Object value() {
        return reader().readValidValue();
    }

    /**
     * The arguments that {@code data} stands for: the elements of an array, none for null or undefined, the unsigned
     * bytes of a byte string (which is how Julia peers send a list of small integers), else the one value; named
     * arguments are the one value, a map.
     */
    @SuppressWarnings("unchecked") // the lists of a reader have elements of any type
    public List<@Nullable Object> arguments() {
        return switch (value()) {
            case null -> new ArrayList<>();
            case Undefined nothing -> new ArrayList<>();
            case List<?> elements -> elements.isEmpty() ? new ArrayList<>() : (List<@Nullable Object>) elements;
            case byte[] bytes -> numbers(bytes);
            case Object single -> new ArrayList<>(Collections.singletonList(single));
        };
    }

    private static List<@Nullable Object> numbers(byte[] bytes) {
        List<@Nullable Object> numbers = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            numbers.add((long) (each & 0xFF));
        }
        return numbers;
    }

    /**
     * The first of the {@link #arguments()} if it is a text, as the topic is for who subscribes to a pattern. Nothing behind it is
     * decoded.
     */
    public Optional<String> firstText() {
        CborReader reader = reader();
        try {
            boolean isThere = kind() != ItemKind.ARRAY || reader.hasMore(0, reader.beginArray());
            return isThere && reader.kind() == ItemKind.TEXT ? Optional.of(reader.readText()) : Optional.empty();
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    /** This payload as {@code data} is sent on: no argument becomes an empty array, all else stays as it came. */
    public Payload asArguments() {
        return isNothing() ? NO_ARGUMENTS : this;
    }

    /**
     * This payload as a subscriber to a pattern gets it (PROTOCOL.md section 9): {@code [topic, …elements]} of an array,
     * {@code [topic]} of nothing, {@code [topic, value]} of anything else. The elements' bytes stay as they are.
     */
    public Payload behind(String topic) {
        if (isNothing()) {
            return behind(topic, 0, view(array, offset, 0));
        }
        return kind() == ItemKind.ARRAY ? elementsBehind(topic) : behind(topic, 1, this);
    }

    private Payload elementsBehind(String topic) {
        CborReader reader = reader();
        try {
            int announced = reader.beginArray();
            int first = reader.position();
            if (announced != CborReader.UNTIL_BREAK) {
                return behind(topic, announced, view(array, first, offset + length - first));
            }
            int count = 0;
            while (!reader.isBreakNext()) {
                reader.skipItem();
                count++;
            }
            return behind(topic, count, view(array, first, reader.position() - first));
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    private static Payload behind(String topic, int count, Payload elements) {
        CborWriter writer = new CborWriter();
        writer.beginArray(Math.addExact(count, 1));
        writer.writeText(topic);
        byte[] bytes = writer.followedBy(elements);
        return new Payload(bytes, 0, bytes.length);
    }

    /** What it is. */
    public ItemKind kind() {
        return ItemKind.of(array[offset] & 0xFF);
    }

    /** Whether this is null or undefined. */
    public boolean isNothing() {
        int first = array[offset] & 0xFF;
        return first == CborReader.NULL || first == CborReader.UNDEFINED;
    }

    /** A reader that stands at the item's first byte. */
    public CborReader reader() {
        return new CborReader(array, offset, length, Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The bytes as hexadecimal digits, the first 32 of them, and how many there are. */
    @Override
    public String toString() {
        int shown = Math.min(length, 32);
        String digits = HexFormat.of().formatHex(array, offset, offset + shown);
        return shown == length ? digits : digits + "… (" + length + " bytes)";
    }
}
