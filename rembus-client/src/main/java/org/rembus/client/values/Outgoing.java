package org.rembus.client.values;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.util.TokenBuffer;

/** What the application hands over, as values that travel. */
public final class Outgoing {
    private Outgoing() {}

    /**
     * Encodes positional arguments, always as an array.
     *
     * @throws IllegalArgumentException if an argument has no form on the wire
     */
    public static Payload arguments(@Nullable Object... arguments) {
        return Payload.of(list(Arrays.asList(arguments), 0));
    }

    /**
     * Encodes a result.
     *
     * <p>Null, booleans, numbers, text, {@code byte[]} (binary), {@link Payload} and {@link Tagged} travel as they are;
     * collections and other arrays as lists; maps with their keys as they are; {@link Optional} as its value or null;
     * {@link BigDecimal} as an integer or float if that loses nothing, else as a decimal fraction (tag 4). Records and
     * objects with properties become maps, enums their names, {@code java.time} values ISO-8601 text.
     *
     * @throws IllegalArgumentException if the value has no form on the wire
     */
    public static Payload value(@Nullable Object value) {
        return value instanceof Payload payload ? payload : Payload.of(plain(value, 0));
    }

    private static @Nullable Object plain(@Nullable Object value, int depth) {
        if (depth > Limits.MAX_NESTING) {
            throw new IllegalArgumentException("nested deeper than " + Limits.MAX_NESTING);
        }
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case String text -> text;
            case Long number -> number;
            case Integer number -> number;
            case Double number -> number;
            case byte[] bytes -> bytes;
            case BigInteger number -> number;
            case Short number -> number;
            case Byte number -> number;
            case Float number -> number;
            case Payload payload -> payload;
            case Tagged tagged -> tagged;
            case Undefined undefined -> undefined;
            case SimpleValue simple -> simple;
            case Character character -> character.toString();
            case BigDecimal number -> Wire.of(number);
            case Optional<?> optional -> plain(optional.orElse(null), depth);
            case Collection<?> elements -> list(elements, depth);
            case Object[] elements -> list(Arrays.asList(elements), depth);
            case Map<?, ?> entries -> map(entries, depth);
            default -> value.getClass().isArray() ? primitives(value) : object(value, depth);
        };
    }

    private static List<@Nullable Object> list(Collection<?> elements, int depth) {
        List<@Nullable Object> plain = new ArrayList<>(elements.size());
        for (Object element : elements) {
            plain.add(plain(element, depth + 1));
        }
        return plain;
    }

    private static Map<@Nullable Object, @Nullable Object> map(Map<?, ?> entries, int depth) {
        Map<@Nullable Object, @Nullable Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            plain.put(plain(entry.getKey(), depth + 1), plain(entry.getValue(), depth + 1));
        }
        return plain;
    }

    private static List<@Nullable Object> primitives(Object array) {
        int length = Array.getLength(array);
        List<@Nullable Object> plain = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            plain.add(plain(Array.get(array, i), 1));
        }
        return plain;
    }

    /** Anything else, as Jackson sees it; what it leaves as an object of its own (binary, say) goes round once more. */
    private static @Nullable Object object(Object value, int depth) {
        try {
            TokenBuffer tokens = TokenBuffer.forGeneration();
            Binding.MAPPER.writeValue(tokens, value);
            JsonParser parser = tokens.asParser();
            parser.nextToken();
            Object read = Tokens.read(parser);
            if (read == value) {
                throw unfit(value, "it has no properties", null);
            }
            return plain(read, depth + 1);
        } catch (JacksonException unfit) {
            throw unfit(value, Unfit.outgoing(unfit), unfit);
        }
    }

    private static IllegalArgumentException unfit(Object value, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "a value of " + value.getClass().getName() + " cannot be sent: " + why, cause);
    }
}
