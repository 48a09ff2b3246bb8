package org.rembus.client.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/** The forms that peers give to values for which CBOR has several (PROTOCOL.md section 4, "Values met"). */
final class Wire {
    private static final long TAG_TIME_TEXT = 0;
    private static final long TAG_TIME_NUMBER = 1;
    private static final long TAG_DECIMAL = 4;
    private static final long TAG_JAVASCRIPT_MAP = 259;
    private static final int MAX_DECIMAL_EXPONENT = 10_000;

    private Wire() {}

    /**
     * A value without the wrapping that says nothing to a typed receiver: the bytes of a typed array, the map of a
     * JavaScript Map, the text or number of a time, a decimal fraction; null for undefined. Others come back as they are.
     */
    static @Nullable Object unwrap(@Nullable Object value) {
        if (value == Undefined.UNDEFINED) {
            return null;
        }
        if (!(value instanceof Tagged tagged)) {
            return value;
        }
        Object content = tagged.value();
        boolean transparent = switch ((int) Math.min(tagged.tag() & Long.MAX_VALUE, Integer.MAX_VALUE)) {
            case (int) Tagged.TYPED_ARRAY -> content instanceof byte[];
            case (int) TAG_JAVASCRIPT_MAP -> content instanceof Map;
            case (int) TAG_TIME_TEXT -> content instanceof String;
            case (int) TAG_TIME_NUMBER -> content instanceof Number;
            default -> false;
        };
        if (transparent) {
            return content;
        }
        return tagged.tag() == TAG_DECIMAL && content instanceof List<?> parts ? decimal(tagged, parts) : tagged;
    }

    private static Object decimal(Tagged tagged, List<?> parts) {
        if (parts.size() != 2 || !(parts.get(0) instanceof Long exponent)) {
            return tagged;
        }
        if (Math.abs(exponent) > MAX_DECIMAL_EXPONENT) {
            return tagged;
        }
        BigInteger mantissa = parts.get(1) instanceof BigInteger big
                ? big
                : parts.get(1) instanceof Long small ? BigInteger.valueOf(small) : null;
        return mantissa == null ? tagged : new BigDecimal(mantissa, (int) -exponent);
    }

    /** A decimal as an integer or a float where that loses no digit, else as a decimal fraction (tag 4). */
    static Object of(BigDecimal decimal) {
        if (decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0) {
            return decimal.toBigIntegerExact();
        }
        double number = decimal.doubleValue();
        if (Double.isFinite(number) && BigDecimal.valueOf(number).compareTo(decimal) == 0) {
            return number;
        }
        return new Tagged(TAG_DECIMAL, List.of((long) -decimal.scale(), decimal.unscaledValue()));
    }
}
