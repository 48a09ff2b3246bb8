package org.rembus.client.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.client.TypeRef;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

final class IncomingTest {
    private static final BigInteger BEYOND_64_BITS = BigInteger.TWO.pow(70);
    private static final long BEYOND_DOUBLE = (1L << 53) + 1;

    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, double y) {}

    record Drawing(String name, List<Point> points, Optional<Colour> colour, byte[] preview, Object extra) {}

    static final class Bean {
        public short count;
        public Map<String, Long> sums = Map.of();
    }

    static Stream<Arguments> fitting() {
        return Stream.of(
                arguments(5L, int.class, 5),
                arguments(5L, Integer.class, 5),
                arguments(-128L, byte.class, (byte) -128),
                arguments(32767L, short.class, (short) 32767),
                arguments(Long.MIN_VALUE, long.class, Long.MIN_VALUE),
                arguments(3.0, int.class, 3),
                arguments(4294967296.0, long.class, 4294967296L),
                arguments(5L, BigInteger.class, BigInteger.valueOf(5)),
                arguments(BEYOND_64_BITS, BigInteger.class, BEYOND_64_BITS),
                arguments(5L, double.class, 5.0),
                arguments(1L << 60, double.class, 0x1p60),
                arguments(Long.MIN_VALUE, double.class, -0x1p63),
                arguments(BEYOND_64_BITS, double.class, 0x1p70),
                arguments(1.5, float.class, 1.5f),
                arguments(0.1, float.class, 0.1f),
                arguments(16_777_216L, float.class, 16_777_216f),
                arguments(Double.NaN, double.class, Double.NaN),
                arguments(Double.NEGATIVE_INFINITY, float.class, Float.NEGATIVE_INFINITY),
                arguments(0.1, BigDecimal.class, new BigDecimal("0.1")),
                arguments(5L, BigDecimal.class, BigDecimal.valueOf(5)),
                arguments(7L, Number.class, 7L),
                arguments(true, boolean.class, true),
                arguments("x", String.class, "x"),
                arguments("x", char.class, 'x'),
                arguments("x", CharSequence.class, "x"),
                arguments(null, String.class, null),
                arguments(null, Integer.class, null),
                arguments(Undefined.UNDEFINED, String.class, null),
                arguments("RED", Colour.class, Colour.RED),
                arguments("2026-03-01", LocalDate.class, LocalDate.of(2026, 3, 1)),
                arguments("2026-03-01T10:00:00Z", Instant.class, Instant.parse("2026-03-01T10:00:00Z")),
                arguments(new Tagged(0, "2026-03-01T10:00:00Z"), Instant.class, Instant.parse("2026-03-01T10:00:00Z")),
                arguments(new Tagged(4, List.of(-2L, 314L)), BigDecimal.class, new BigDecimal("3.14")),
                arguments(new byte[] {1, -1}, byte[].class, new byte[] {1, -1}),
                arguments(new Tagged(64, new byte[] {1}), byte[].class, new byte[] {1}),
                arguments(List.of(1L, 255L), byte[].class, new byte[] {1, -1}),
                arguments(new byte[] {1, -1}, int[].class, new int[] {1, 255}),
                arguments(List.of(1L, 2L), int[].class, new int[] {1, 2}),
                arguments(List.of(1L, 0.5), double[].class, new double[] {1, 0.5}),
                arguments(List.of("a"), Object.class, List.of("a")),
                arguments(List.of("a", 1L), List.class, List.of("a", 1L)),
                arguments(Map.of("a", 1L), Map.class, Map.of("a", 1L)),
                arguments(Map.of("x", 1L, "y", 2L), Point.class, new Point(1, 2)),
                arguments(Map.of("x", 1L, "y", 2.5, "z", "ignored"), Point.class, new Point(1, 2.5)),
                arguments(new Tagged(259, Map.of("x", 1L, "y", 2L)), Point.class, new Point(1, 2)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("fitting")
    void valueIsConverted_fitsTheType_exactly(Object value, Class<?> type, Object expected) throws Exception {
        assertThat(Incoming.convert(value, type)).isEqualTo(expected);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments(300L, byte.class, "300 does not fit byte"),
                arguments(200L, byte.class, "200 does not fit byte"),
                arguments(-129L, Byte.class, "does not fit byte"),
                arguments(32768L, short.class, "32768 does not fit short"),
                arguments(1L << 31, int.class, "2147483648 does not fit int"),
                arguments(1.5, int.class, "1.5 does not fit int"),
                arguments(1e300, long.class, "does not fit long"),
                arguments(0x1p63, long.class, "does not fit long"),
                arguments(BEYOND_64_BITS, long.class, "does not fit long"),
                arguments(Double.NaN, int.class, "NaN does not fit int"),
                arguments(Double.POSITIVE_INFINITY, BigInteger.class, "Infinity does not fit BigInteger"),
                arguments(BEYOND_DOUBLE, double.class, "9007199254740993 does not fit double"),
                arguments(Long.MAX_VALUE, double.class, "does not fit double"),
                arguments(16_777_217L, float.class, "16777217 does not fit float"),
                arguments(1e300, float.class, "does not fit float"),
                arguments("5", int.class, "the text \"5\" is not int"),
                arguments(5L, String.class, "5 is not text"),
                arguments(1L, boolean.class, "1 is not boolean"),
                arguments("true", boolean.class, "is not boolean"),
                arguments("xy", char.class, "is not char"),
                arguments(null, int.class, "null is not int"),
                arguments("BLUE", Colour.class, "\"BLUE\" is not Colour, which is one of [RED, GREEN]"),
                arguments(0L, Colour.class, "0 is not Colour"),
                arguments("x", byte[].class, "is not binary"),
                arguments(List.of(256L), byte[].class, "256 does not fit an unsigned byte"),
                arguments(List.of(-1L), byte[].class, "-1 does not fit an unsigned byte"),
                arguments(new Tagged(80, new byte[] {1}), byte[].class, "a value of tag 80 is not binary"),
                arguments(Map.of("x", 1.5, "y", 1L), Point.class, "1.5 does not fit int (at x)"),
                arguments(Map.of("x", 1L, "y", BEYOND_DOUBLE), Point.class, "does not fit double (at y)"),
                arguments(Map.of("y", 1L), Point.class, "x"),
                arguments(List.of(1L, "b"), int[].class, "is not int"),
                arguments(List.of(BEYOND_DOUBLE), double[].class, "does not fit double"),
                arguments(List.of(1.5), long[].class, "does not fit long"),
                arguments("x", int[].class, "is not a list"),
                arguments("text", Point.class, "a text is not Point"),
                arguments(Map.of("x", 1L), List.class, "a map is not a list"),
                arguments("yesterday", Instant.class, "\"yesterday\" is not Instant"),
                arguments(Map.of(), Runnable.class, "Runnable is no record, and no class with a constructor"));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("unfit")
    void conversionFails_doesNotFitTheType_sayingWhy(Object value, Class<?> type, String reason) {
        assertThatThrownBy(() -> Incoming.convert(value, type))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void structureIsConverted_nestedRecords_withEveryPart() throws Exception {
        Map<String, Object> value = Map.of(
                "name",
                "d",
                "points",
                List.of(Map.of("x", 1L, "y", 0.5)),
                "colour",
                "GREEN",
                "preview",
                new byte[] {7},
                "extra",
                Map.of("n", 1L << 40));

        Drawing drawing = converted(value, Drawing.class);

        assertThat(drawing.points()).containsExactly(new Point(1, 0.5));
        assertThat(drawing.colour()).contains(Colour.GREEN);
        assertThat(drawing.preview()).containsExactly(7);
        assertThat(drawing.extra()).isEqualTo(Map.of("n", 1L << 40));
    }

    @Test
    void structureIsConverted_partsMissing_areNullOrEmpty() throws Exception {
        Drawing drawing = converted(Map.of(), Drawing.class);

        assertThat(drawing.name()).isNull();
        assertThat(drawing.colour()).isEmpty();
    }

    @Test
    void beanIsConverted_publicFields_areSet() throws Exception {
        Bean bean = converted(Map.of("count", 3L, "sums", Map.of("a", 1L)), Bean.class);

        assertThat(bean.count).isEqualTo((short) 3);
        assertThat(bean.sums).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void genericTypesAreConverted_byTypeRef_elementsToo() throws Exception {
        assertThat(convert(List.of(1L, 2L), new TypeRef<Set<Integer>>() {})).isEqualTo(Set.of(1, 2));
        assertThat(convert(Map.of(1L, "a"), new TypeRef<Map<Integer, String>>() {}))
                .isEqualTo(Map.of(1, "a"));
        assertThat(convert(Arrays.asList(1L, null), new TypeRef<List<Long>>() {}))
                .isEqualTo(Arrays.asList(1L, null));
        assertThat(convert(null, new TypeRef<Optional<Integer>>() {})).isEqualTo(Optional.empty());
        assertThat(convert(5L, new TypeRef<Optional<Integer>>() {})).isEqualTo(Optional.of(5));
        assertThat(convert(new byte[] {-1}, new TypeRef<List<Integer>>() {})).isEqualTo(List.of(255));
        assertThat(convert(List.of(new byte[] {-1}), new TypeRef<List<List<Short>>>() {}))
                .isEqualTo(List.of(List.of((short) 255)));
    }

    @Test
    void genericTypesFail_oneElementDoesNotFit_sayingWhich() {
        assertThatThrownBy(() -> convert(List.of(1L, 300L), new TypeRef<List<Byte>>() {}))
                .hasMessage("300 does not fit byte (at [1])");
    }

    @Test
    void taggedValueStaysTagged_askedAsTaggedOrObject_likeDataFrames() throws Exception {
        Tagged frame = new Tagged(Tagged.DATA_FRAME, new byte[] {1, 2});

        assertThat(Incoming.convert(frame, Tagged.class)).isSameAs(frame);
        assertThat(Incoming.convert(frame, Object.class)).isSameAs(frame);
        assertThat(convert(List.of(frame), new TypeRef<List<Object>>() {})).isEqualTo(List.of(frame));
        assertThat(convert(List.of(frame), new TypeRef<List<Tagged>>() {})).isEqualTo(List.of(frame));
    }

    @Test
    void recordComesBack_sentAndReceived_asItWas() throws Exception {
        Point point = new Point(-1, Double.NEGATIVE_INFINITY);

        Payload payload = Outgoing.value(point);

        assertThat(Incoming.convert(payload.value(), Point.class)).isEqualTo(point);
    }

    private static <T> T converted(Object value, Class<T> type) throws MismatchException {
        return type.cast(Objects.requireNonNull(Incoming.convert(value, type)));
    }

    private static @Nullable Object convert(@Nullable Object value, TypeRef<?> type) throws MismatchException {
        return Incoming.convert(value, type.type());
    }
}
