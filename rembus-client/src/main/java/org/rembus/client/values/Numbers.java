package org.rembus.client.values;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers into the number types of Java, exactly.
 *
 * <p>An integer fits an integer type whose range has it, and a floating type that has exactly this integer. A float fits
 * an integer type when it has no fraction (JavaScript peers send large integers so), and {@code float} when its size
 * allows it: the last digits of a fraction are rounded, as {@code 0.1} always is. NaN and infinities fit floating types.
 */
final class Numbers {
    private static final int DOUBLE_BITS = 53;
    private static final int FLOAT_BITS = 24;

    private Numbers() {}

    static long toLong(Object value, long min, long max, String type) throws MismatchException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            if (number < min || number > max) {
                throw doesNotFit(value, type);
            }
            return number;
        }
        BigInteger integer = toBigInteger(value, type);
        if (integer.bitLength() >= Long.SIZE || integer.longValue() < min || integer.longValue() > max) {
            throw doesNotFit(value, type);
        }
        return integer.longValue();
    }

    static BigInteger toBigInteger(Object value, String type) throws MismatchException {
        return switch (value) {
            case BigInteger integer -> integer;
            case Long integer -> BigInteger.valueOf(integer);
            case Integer integer -> BigInteger.valueOf(integer);
            case Double number -> whole(number, type);
            case Float number -> whole(number.doubleValue(), type);
            case BigDecimal number -> whole(number, type);
            default -> throw new MismatchException(Scalars.describe(value) + " is not " + type);
        };
    }

    private static BigInteger whole(Double number, String type) throws MismatchException {
        if (!Double.isFinite(number)) {
            throw doesNotFit(number, type);
        }
        return whole(new BigDecimal(number), type);
    }

    private static BigInteger whole(BigDecimal number, String type) throws MismatchException {
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            throw doesNotFit(number, type);
        }
        return number.toBigIntegerExact();
    }

    static double toDouble(Object value) throws MismatchException {
        return switch (value) {
            case Double number -> number;
            case Float number -> number;
            case BigDecimal number -> finite(number.doubleValue(), value, "double");
            default -> integerWithin(DOUBLE_BITS, value, "double").doubleValue();
        };
    }

    static float toFloat(Object value) throws MismatchException {
        return switch (value) {
            case Float number -> number;
            case Double number ->
                (float) (Double.isFinite(number) ? finite(number.floatValue(), value, "float") : number);
            case BigDecimal number -> (float) finite(number.floatValue(), value, "float");
            default -> (float) finite(integerWithin(FLOAT_BITS, value, "float").floatValue(), value, "float");
        };
    }

    static BigDecimal toBigDecimal(Object value) throws MismatchException {
        return switch (value) {
            case BigDecimal number -> number;
            case Double number -> decimal(number);
            case Float number -> decimal(number);
            default -> new BigDecimal(toBigInteger(value, "BigDecimal"));
        };
    }

    /** The decimal with as few digits as tell this number from its neighbours. */
    private static BigDecimal decimal(Number number) throws MismatchException {
        if (!Double.isFinite(number.doubleValue())) {
            throw doesNotFit(number, "BigDecimal");
        }
        return new BigDecimal(number.toString());
    }

    /** The integer, if a float with this many significant bits has exactly it. */
    private static BigInteger integerWithin(int bits, Object value, String type) throws MismatchException {
        BigInteger integer = toBigInteger(value, type);
        boolean exact = integer.signum() == 0
                || integer.abs().bitLength() - integer.getLowestSetBit() <= bits
                        && integer.bitLength() <= Double.MAX_EXPONENT;
        if (!exact) {
            throw doesNotFit(value, type);
        }
        return integer;
    }

    private static double finite(double number, Object original, String type) throws MismatchException {
        if (!Double.isFinite(number)) {
            throw doesNotFit(original, type);
        }
        return number;
    }

    private static MismatchException doesNotFit(Object value, String type) {
        return new MismatchException(Scalars.describe(value) + " does not fit " + type);
    }
}
