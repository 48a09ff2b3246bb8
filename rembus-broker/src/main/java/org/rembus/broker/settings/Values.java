package org.rembus.broker.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How values are read: numbers, booleans and words, from JSON or, as text, from the environment. */
final class Values {
    private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);
    private static final Duration LONGEST = Duration.ofDays(365);

    private Values() {}

    /** Checks a value and turns it into what it means. */
    @FunctionalInterface
    interface Reader<T> {
        /** @throws IllegalArgumentException if it is impossible; the message says what is expected */
        T read(Object raw);
    }

    /** Seconds, a fraction too, of at least {@code shortest}. */
    static Reader<Duration> seconds(Duration shortest) {
        return raw -> {
            BigDecimal seconds = number(raw, "a number of seconds");
            if (seconds.abs().compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) > 0) {
                throw new IllegalArgumentException("at most " + LONGEST.toSeconds() + " seconds are possible");
            }
            Duration duration = Duration.ofNanos(seconds.multiply(NS_PER_SECOND).longValue());
            if (duration.compareTo(shortest) < 0) {
                throw new IllegalArgumentException("at least " + decimal(shortest) + " seconds are needed");
            }
            return duration;
        };
    }

    /** Seconds, or zero for never. */
    static Reader<Duration> secondsOrNever() {
        return seconds(Duration.ZERO);
    }

    /** A whole number between two others, both included. */
    static Reader<Long> integer(long lowest, long highest) {
        return raw -> {
            BigDecimal number = number(raw, "a whole number");
            if (number.stripTrailingZeros().scale() > 0
                    || number.compareTo(BigDecimal.valueOf(lowest)) < 0
                    || number.compareTo(BigDecimal.valueOf(highest)) > 0) {
                throw new IllegalArgumentException("a whole number from " + lowest + " to " + highest + " is expected");
            }
            return number.longValue();
        };
    }

    /** Zero, which stands for what is said elsewhere, or a whole number that is not too small. */
    static Reader<Long> zeroOrAtLeast(long lowest) {
        Reader<Long> integer = integer(0, Long.MAX_VALUE);
        return raw -> {
            long number = integer.read(raw);
            if (number != 0 && number < lowest) {
                throw new IllegalArgumentException("0 or at least " + lowest + " is expected");
            }
            return number;
        };
    }

    /** Any text. */
    static Reader<String> text() {
        return raw -> {
            if (raw instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("a text is expected");
        };
    }

    /** True or false; 1 or 0 in the environment. */
    static Reader<Boolean> truth() {
        return raw -> switch (String.valueOf(raw).toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> Reader<E> word(Class<E> type) {
        return raw -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(String.valueOf(raw).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected is one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Values::word)
                                .collect(Collectors.joining(", "))));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal number(Object raw, String expected) {
        if (!(raw instanceof Number || raw instanceof String)) {
            throw new IllegalArgumentException(expected + " is expected");
        }
        try {
            return new BigDecimal(String.valueOf(raw).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected + " is expected", e);
        }
    }

    private static String decimal(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos())
                .divide(NS_PER_SECOND)
                .stripTrailingZeros()
                .toPlainString();
    }
}
