package org.rembus.interop;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;

/** Arguments of every kind that peers exchange, to be carried there and back without a change. */
@SuppressWarnings("ImmutableEnumChecker") // what the arrays and lists hold is never written to
enum Sample {
    NO_ARGUMENT,
    TEXT("text", "", "a\u0000b"),
    UNICODE("caffè", "日本語", "🚀", "\u202Eright to left", "e\u0301"),
    LONG_TEXT("x".repeat(100_000)),
    SMALL_INTEGERS(0, 1, 23, 24, 255, 256, 65_535, 65_536, -1, -24, -25, -256, -257),
    LARGE_INTEGERS(1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1),
    BIG_INTEGERS(
            power(63),
            power(64).subtract(BigInteger.ONE),
            power(64),
            power(200),
            power(64).negate()),
    FLOATS(0.0, -0.0, 1.0, 1.5, 0.1, -2.5, 1e300, Double.MIN_VALUE, Double.MAX_VALUE),
    SPECIAL_FLOATS(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
    BOOLEANS(true, false),
    BINARY(new byte[0], new byte[] {0, 1, (byte) 0xFF}, bytes(100_000)),
    LISTS(List.of(), List.of(1, List.of("two", List.of(List.of()))), Collections.singletonList(null)),
    MAPS(Map.of(), Map.of("key", 1), nestedMap()),
    INTEGER_KEYS(Map.of(1, "one"), Map.of(-1, Map.of(2, new byte[] {3}))),
    ONE_LIST(List.of(1, 2, 3)),
    ONE_NULL((Object) null),
    SEVERAL(1, "two", null, 3.5, new byte[] {4}, List.of(5), Map.of("six", 6));

    /** Those that are the same in JSON, at every broker: with integers of 64 bits. */
    static final Set<Sample> IN_JSON = Collections.unmodifiableSet(
            EnumSet.complementOf(EnumSet.of(BIG_INTEGERS, SPECIAL_FLOATS, BINARY, INTEGER_KEYS, SEVERAL)));

    private final @Nullable Object[] arguments;

    Sample(@Nullable Object... arguments) {
        this.arguments = arguments;
    }

    @Nullable
    Object[] arguments() {
        return arguments.clone();
    }

    Payload payload() {
        return Payload.ofArguments(arguments);
    }

    private static BigInteger power(int exponent) {
        return BigInteger.ONE.shiftLeft(exponent);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Map<String, Object> nestedMap() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("list", Arrays.asList(1, Map.of("d", true), 0.5));
        inner.put("é", "x");
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("z", 26);
        outer.put("a", inner);
        return outer;
    }
}
