package org.rembus.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

final class JsonOutTest {
    @Test
    void values_thatJsonHas_areThemselves() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("n", 1L);
        map.put("f", 21.6);
        map.put("t", "a\"b\n😀");
        map.put("l", List.of(true, List.of()));
        assertThat(JsonOut.write(map)).isEqualTo("{\"n\":1,\"f\":21.6,\"t\":\"a\\\"b\\n😀\",\"l\":[true,[]]}");
        assertThat(JsonOut.write(null)).isEqualTo("null");
        assertThat(JsonOut.write(new BigInteger("123456789012345678901234567890")))
                .isEqualTo("123456789012345678901234567890");
        assertThat(JsonOut.write(1.0)).isEqualTo("1.0");
    }

    @Test
    void values_thatJsonLacks_areWrittenAsDocumented() {
        assertThat(JsonOut.write(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)))
                .isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\"]");
        assertThat(JsonOut.write(new byte[] {0, (byte) 0xFF})).isEqualTo("\"AP8=\"");
        assertThat(JsonOut.write(Undefined.UNDEFINED)).isEqualTo("null");
        assertThat(JsonOut.write(new SimpleValue(19))).isEqualTo("{\"simple\":19}");
        assertThat(JsonOut.write(Map.of(List.of(1L, "a"), 2L))).isEqualTo("{\"[1,\\\"a\\\"]\":2}");
        assertThat(JsonOut.write(Map.of(7L, 2L))).isEqualTo("{\"7\":2}");
    }

    @Test
    void tags_thatOnlySayWhatIsThere_areLeftOut() {
        assertThat(JsonOut.write(new Tagged(0, "2024-05-01T12:00:00Z"))).isEqualTo("\"2024-05-01T12:00:00Z\"");
        assertThat(JsonOut.write(new Tagged(1, 5L))).isEqualTo("5");
        assertThat(JsonOut.write(new Tagged(64, new byte[] {1}))).isEqualTo("\"AQ==\"");
        assertThat(JsonOut.write(new Tagged(259, Map.of("a", 1L)))).isEqualTo("{\"a\":1}");
        assertThat(JsonOut.write(new Tagged(80, new byte[] {1}))).isEqualTo("{\"tag\":80,\"value\":\"AQ==\"}");
        assertThat(JsonOut.write(new Tagged(-1L, null))).isEqualTo("{\"tag\":18446744073709551615,\"value\":null}");
    }

    @Test
    void depth_isThatOfTheWire() {
        Object value = 1L;
        for (int i = 0; i < 1000; i++) {
            value = List.of(value);
        }
        assertThat(JsonOut.write(value)).isEqualTo("[".repeat(1000) + "1" + "]".repeat(1000));
    }
}
