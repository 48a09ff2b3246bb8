package org.rembus.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonInTest {
    @Test
    void words_thatAreJson_areThatValue() throws NotJsonException {
        assertThat(JsonIn.readOrTake("42")).isEqualTo(42);
        assertThat(JsonIn.readOrTake("-1.50")).isEqualTo(-1.5);
        assertThat(JsonIn.readOrTake("1e3")).isEqualTo(1000.0);
        assertThat(JsonIn.readOrTake("1.0")).isEqualTo(1.0);
        assertThat(JsonIn.readOrTake("-0.0")).isEqualTo(-0.0);
        assertThat(JsonIn.readOrTake("true")).isEqualTo(true);
        assertThat(JsonIn.readOrTake("null")).isNull();
        assertThat(JsonIn.readOrTake(" \"42\" ")).isEqualTo("42");
        assertThat(JsonIn.readOrTake("[1,[],{}]")).isEqualTo(List.of(1, List.of(), Map.of()));
        assertThat(JsonIn.readOrTake("{\"a\":null,\"a\":{\"b\":[1]}}")).isEqualTo(Map.of("a", Map.of("b", List.of(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "tea",
                "NaN",
                "Infinity",
                "-",
                "-x",
                "01",
                "+1",
                "1.",
                ".5",
                "1 2",
                "[1",
                "{a:1}",
                "'x'",
                "\"x",
                "nul",
                "True",
                "1//c",
                "@file",
                "é€😀",
                "[1,]",
                "\"\t\""
            })
    void words_thatAreNotJson_areText(String word) throws NotJsonException {
        assertThat(JsonIn.readOrTake(word)).isEqualTo(word);
    }

    @Test
    void integers_areExact_whateverTheirSize() throws NotJsonException {
        String digits = "9".repeat(5000);
        assertThat(JsonIn.readOrTake("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(JsonIn.readOrTake("-9223372036854775809")).isEqualTo(new BigInteger("-9223372036854775809"));
        assertThat(JsonIn.readOrTake(digits)).isEqualTo(new BigInteger(digits));
    }

    @Test
    void what_isJsonButCannotTravel_isRefused() {
        for (String word : List.of("1e999", "[-1e400]", "[".repeat(65) + "]".repeat(65), "9".repeat(200_000))) {
            assertThatThrownBy(() -> JsonIn.readOrTake(word)).isInstanceOf(NotJsonException.class);
        }
    }

    @Test
    void bytes_areOneValueInUtf8_orNotJson() throws NotJsonException {
        assertThat(JsonIn.read("[\"é\"]\r".getBytes(StandardCharsets.UTF_8))).isEqualTo(List.of("é"));
        assertThat(JsonIn.read("[null]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Arrays.asList(new Object[] {null}));
        for (String text : List.of("", " ", "1 2", "tea", "NaN")) {
            assertThatThrownBy(() -> JsonIn.read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(NotJsonException.class);
        }
        assertThatThrownBy(() -> JsonIn.read(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(NotJsonException.class);
    }
}
