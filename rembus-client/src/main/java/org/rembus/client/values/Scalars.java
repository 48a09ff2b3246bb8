package org.rembus.client.values;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.Tagged;

/** The types whose conversion is ours: those without parts, and arrays of primitives. */
final class Scalars {
    private static final int MAX_DESCRIBED = 40;
    private static final Map<Class<?>, Conversion> CONVERSIONS = conversions();

    private Scalars() {}

    /** Makes a value of one type out of any value but null. */
    @FunctionalInterface
    interface Conversion {
        Object convert(Object value) throws MismatchException;
    }

    /** The conversion to this type, null when it is no scalar. */
    static @Nullable Conversion to(Class<?> type) {
        return CONVERSIONS.get(type);
    }

    static Map<Class<?>, Conversion> all() {
        return CONVERSIONS;
    }

    private static Map<Class<?>, Conversion> conversions() {
        Map<Class<?>, Conversion> all = new LinkedHashMap<>();
        both(all, boolean.class, Boolean.class, value -> only(value, Boolean.class, "boolean"));
        both(all, byte.class, Byte.class, value ->
                (byte) Numbers.toLong(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte"));
        both(all, short.class, Short.class, value ->
                (short) Numbers.toLong(value, Short.MIN_VALUE, Short.MAX_VALUE, "short"));
        both(all, int.class, Integer.class, value ->
                (int) Numbers.toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int"));
        both(all, long.class, Long.class, value -> Numbers.toLong(value, Long.MIN_VALUE, Long.MAX_VALUE, "long"));
        both(all, float.class, Float.class, Numbers::toFloat);
        both(all, double.class, Double.class, Numbers::toDouble);
        both(all, char.class, Character.class, Scalars::character);
        all.put(BigInteger.class, value -> Numbers.toBigInteger(value, "BigInteger"));
        all.put(BigDecimal.class, Numbers::toBigDecimal);
        all.put(Number.class, value -> only(value, Number.class, "number"));
        all.put(String.class, value -> only(value, String.class, "text"));
        all.put(CharSequence.class, value -> only(value, String.class, "text"));
        all.put(byte[].class, Scalars::bytes);
        for (Class<?> element :
                List.of(short.class, int.class, long.class, float.class, double.class, boolean.class, char.class)) {
            Conversion conversion = Objects.requireNonNull(all.get(element));
            all.put(element.arrayType(), value -> array(value, element, conversion));
        }
        return all;
    }

    private static void both(
            Map<Class<?>, Conversion> all, Class<?> primitive, Class<?> wrapper, Conversion conversion) {
        all.put(primitive, conversion);
        all.put(wrapper, conversion);
    }

    private static Object only(Object value, Class<?> type, String name) throws MismatchException {
        if (!type.isInstance(value)) {
            throw new MismatchException(describe(value) + " is not " + name);
        }
        return value;
    }

    private static Object character(Object value) throws MismatchException {
        if (value instanceof String text && text.length() == 1) {
            return text.charAt(0);
        }
        throw new MismatchException(describe(value) + " is not char");
    }

    /** Binary, or the list of small integers that some peers make of it. */
    private static Object bytes(Object value) throws MismatchException {
        if (value instanceof byte[]) {
            return value;
        }
        if (!(value instanceof List<?> list)) {
            throw new MismatchException(describe(value) + " is not binary");
        }
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Numbers.toLong(element(list, i), 0, 255, "an unsigned byte");
        }
        return bytes;
    }

    /** A list, or the binary that some peers make of a list of small integers. */
    private static Object array(Object value, Class<?> type, Conversion conversion) throws MismatchException {
        List<?> list = value instanceof byte[] bytes ? Binding.unsigned(bytes) : listOf(value);
        Object array = Array.newInstance(type, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, conversion.convert(element(list, i)));
        }
        return array;
    }

    private static List<?> listOf(Object value) throws MismatchException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new MismatchException(describe(value) + " is not a list");
    }

    private static Object element(List<?> list, int index) throws MismatchException {
        Object element = Wire.unwrap(list.get(index));
        if (element == null) {
            throw new MismatchException("null is no number of an array");
        }
        return element;
    }

    /** A value in a few words, fit for an error's text. */
    static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "the text \"" + shortened(text) + "\"";
            case byte[] bytes -> "binary of " + bytes.length + " bytes";
            case List<?> list -> "a list of " + list.size();
            case Map<?, ?> map -> "a map of " + map.size();
            case Tagged tagged -> "a value of tag " + Long.toUnsignedString(tagged.tag());
            default -> shortened(value.toString());
        };
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DESCRIBED ? text : text.substring(0, MAX_DESCRIBED) + "…";
    }
}
