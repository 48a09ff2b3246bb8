package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

final class CborWriterTest {
    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(23, "17"),
                Arguments.of(24L, "1818"),
                Arguments.of((short) 256, "190100"),
                Arguments.of((byte) -1, "20"),
                Arguments.of(65_535, "19ffff"),
                Arguments.of(65_536, "1a00010000"),
                Arguments.of(0xFFFF_FFFFL, "1affffffff"),
                Arguments.of(0x1_0000_0000L, "1b0000000100000000"),
                Arguments.of(Long.MAX_VALUE, "1b7fffffffffffffff"),
                Arguments.of(Long.MIN_VALUE, "3b7fffffffffffffff"),
                Arguments.of(BigInteger.ZERO, "00"),
                Arguments.of(BigInteger.ONE.negate(), "20"),
                Arguments.of(BigInteger.TWO.pow(63), "1b8000000000000000"),
                Arguments.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), "1bffffffffffffffff"),
                Arguments.of(BigInteger.TWO.pow(64), "c249010000000000000000"),
                Arguments.of(BigInteger.TWO.pow(64).negate(), "3bffffffffffffffff"),
                Arguments.of(BigInteger.TWO.pow(64).not(), "c349010000000000000000"),
                Arguments.of(BigInteger.TWO.pow(71), "c249800000000000000000"),
                Arguments.of(1.0, "fb3ff0000000000000"),
                Arguments.of(-0.0, "fb8000000000000000"),
                Arguments.of(1.5f, "fb3ff8000000000000"),
                Arguments.of(Float.NEGATIVE_INFINITY, "f9fc00"),
                Arguments.of(Double.longBitsToDouble(0xFFF8_0000_0000_0001L), "f97e00"),
                Arguments.of("🚀", "64f09f9a80"),
                Arguments.of(new byte[] {1, -1}, "4201ff"),
                Arguments.of(new LinkedHashSet<>(List.of("b", "a")), "8261626161"),
                Arguments.of(new Object[] {1, null}, "8201f6"),
                Arguments.of(new Tagged(-1, null), "dbfffffffffffffffff6"),
                Arguments.of(new SimpleValue(0), "e0"),
                Arguments.of(new SimpleValue(32), "f820"),
                Arguments.of(List.of(Payload.of(1), Payload.of("x")), "82016178"),
                Arguments.of(Map.of(1, Map.of()), "a101a0"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writeValue_javaValue_hasTheBytesOfPython(Object value, String hex) {
        assertThat(HexFormat.of().formatHex(Payload.of(value).toByteArray())).isEqualTo(hex);
    }

    @Test
    void writeValue_map_keepsTheOrderAndNulls() {
        Map<@Nullable String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", null);
        map.put(null, 2);

        assertThat(Payload.of(map)).hasToString("a3617a016161f6f602");
    }

    @Test
    void writeText_eachLengthOfHead_isShortest() {
        assertThat(Payload.of("x".repeat(23)).toString()).startsWith("7778");
        assertThat(Payload.of("x".repeat(24)).toString()).startsWith("781878");
        assertThat(Payload.of("x".repeat(256)).toString()).startsWith("79010078");
        assertThat(Payload.of("x".repeat(65_536)).toString()).startsWith("7a0001000078");
        assertThat(Payload.of("é".repeat(12)).toString()).startsWith("7818c3a9");
    }

    @Test
    void toByteArray_severalItems_areInOrder() {
        CborWriter writer = new CborWriter(0);
        writer.beginArray(4);
        writer.writeLong(-1);
        writer.writeNull();
        writer.writeId(MessageId.ofHex("0102"));
        writer.writePayload(Payload.of("x"));

        assertThat(HexFormat.of().formatHex(writer.toByteArray())).isEqualTo("8420f6420102" + "6178");
        assertThat(HexFormat.of().formatHex(writer.followedBy(Payload.of(1)))).isEqualTo("8420f6420102" + "617801");
    }

    @Test
    void writeValue_valueThatContainsItself_isRefused() {
        Object[] self = new Object[1];
        self[0] = Collections.singletonList(self);

        assertThatThrownBy(() -> Payload.of(self))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nested deeper than 64");
    }
}
