package org.rembus.client.values;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.Tagged;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;

/** What a peer sent, as the type that the application wants. */
public final class Incoming {
    private Incoming() {}

    /**
     * Converts a decoded value.
     *
     * <p>{@link Object} gets the value as {@link org.rembus.protocol.Payload#value()} decodes it, and so does
     * {@link Tagged}. For numbers see {@link Numbers}; text, booleans and binary are never made from something else, except
     * binary from a list of integers from 0 to 255, and such a list from binary. Records and classes with properties are
     * made from maps: keys without a property are ignored, missing ones are null, which for a primitive is an error. Lists,
     * sets, arrays, maps, enums (by name), {@link java.util.Optional}, {@code java.time} (from ISO text) nest as usual.
     *
     * @param value what {@code Payload.value()} gave
     * @return null when the value is null and the type is not primitive; for Optional an empty one
     */
    public static @Nullable Object convert(@Nullable Object value, Type type) throws MismatchException {
        if (type == Object.class || type == Tagged.class && value instanceof Tagged || isThat(value, type)) {
            return value;
        }
        Object plain = Wire.unwrap(value);
        if (type instanceof Class<?> target) {
            if (plain == null && target.isPrimitive()) {
                throw new MismatchException("null is not " + target.getName());
            }
            Scalars.Conversion conversion = Scalars.to(target);
            if (conversion != null) {
                return plain == null ? null : conversion.convert(plain);
            }
        }
        return bind(plain, type);
    }

    /** Whether it is of this very type already: what most arguments are. */
    private static boolean isThat(@Nullable Object value, Type type) {
        return switch (value) {
            case byte[] binary -> type == byte[].class;
            case String text -> type == String.class;
            case Long integer -> type == Long.class || type == long.class;
            case Double number -> type == Double.class || type == double.class;
            case null -> false;
            default -> false;
        };
    }

    private static @Nullable Object bind(@Nullable Object plain, Type type) throws MismatchException {
        try {
            JavaType target = Binding.MAPPER.getTypeFactory().constructType(type);
            return Binding.MAPPER.readerFor(target).readValue(Tokens.of(plain).asParser());
        } catch (JacksonException mismatch) {
            throw new MismatchException(Unfit.incoming(mismatch), mismatch);
        }
    }
}
