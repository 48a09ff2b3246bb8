package org.rembus.client.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

final class ShownTest {
    @Test
    void valueIsShown_nearToJson() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1, 21.6, true));
        map.put(2, "tea \"hot\"\n\u0007");

        assertThat(Shown.of(map)).isEqualTo("{\"a\": [1, 21.6, true], 2: \"tea \\\"hot\\\"\\n\\u0007\"}");
        assertThat(Shown.of(Arrays.asList(null, Undefined.UNDEFINED))).isEqualTo("[null, undefined]");
        assertThat(Shown.of(List.of())).isEqualTo("[]");
    }

    @Test
    void whatJsonLacks_isShownInDiagnosticNotation() {
        assertThat(Shown.of(new byte[] {0, (byte) 0xFF})).isEqualTo("h'00ff'");
        assertThat(Shown.of(new Tagged(80, new byte[1000]))).isEqualTo("80(h'" + "00".repeat(16) + "…' (1000 bytes))");
    }

    @Test
    void whatIsLong_isCut() {
        assertThat(Shown.of("x".repeat(100_000))).isEqualTo("\"" + "x".repeat(199) + "…");
        assertThat(Shown.of(Collections.nCopies(100_000, 1))).hasSize(201).endsWith("…");
        assertThat(Shown.of(Collections.nCopies(100_000, Map.of("k", List.of("v")))))
                .hasSize(201)
                .endsWith("…");
        assertThat(Shown.of("x".repeat(198) + "\uD83D\uDE00")).isEqualTo("\"" + "x".repeat(198) + "…");
        assertThat(Shown.of(Payload.of(new byte[100_000])))
                .isEqualTo("5a000186a0" + "00".repeat(27) + "… (100005 bytes)");
    }
}
