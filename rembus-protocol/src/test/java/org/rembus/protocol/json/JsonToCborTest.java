package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

final class JsonToCborTest {
    private static Payload read(String json) throws ProtocolException {
        byte[] text = json.getBytes(UTF_8);
        return JsonToCbor.read(text, 0, text.length, Limits.MAX_NESTING);
    }

    /** The right column is what the Python peer's encoder writes for the same value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "null; f6",
                "true; f5",
                "false; f4",
                "0; 00",
                "-1; 20",
                "23; 17",
                "24; 1818",
                "1000000; 1a000f4240",
                "9223372036854775807; 1b7fffffffffffffff",
                "18446744073709551615; 1bffffffffffffffff",
                "18446744073709551616; c249010000000000000000",
                "-18446744073709551616; 3bffffffffffffffff",
                "-18446744073709551617; c349010000000000000000",
                "1.5; fb3ff8000000000000",
                "1.0; fb3ff0000000000000",
                "1e3; fb408f400000000000",
                "-0.0; fb8000000000000000",
                "\"\"; 60",
                "\"gr\\u00fc\u00df\"; 666772c3bcc39f",
                "\"\\ud83d\\ude00\"; 64f09f9880",
                "[]; 80",
                "{}; a0",
                "[1,[2,3]]; 8201820203",
                " {\"a\" : [ null ], \"b\":{\"c\":1}} ; a2616181f66162a1616301"
            })
    void value_isTheSameInCbor(String json, String cbor) throws ProtocolException {
        assertThat(HexFormat.of().formatHex(read(json).toByteArray())).isEqualTo(cbor);
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 24, 255, 256, 65_535, 65_536})
    void containers_ofEverySize_haveTheShortestHead(int count) throws ProtocolException {
        String list = IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        String map = IntStream.range(0, count)
                .mapToObj(i -> "\"" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
        String both = "[" + list + "," + map + "]";
        Payload payload = read(both);

        assertThat(payload).isEqualTo(Payload.of(payload.value()));
        assertThat(payload.arguments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "[1,]",
                "[1",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\"",
                "[1 2]",
                "1 2",
                "NaN",
                "Infinity",
                "01",
                "\"",
                "'a'",
                "\"\\ud800\"",
                "{\"\\udc00\":1}",
                "{\"a\":1,\"a\":2}",
                "[1]]",
                "1e999",
                "-1e999",
                "// x\n1"
            })
    void noJson_orWhatCannotTravel_isRefusedInOneLine(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ProtocolException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n", "Jackson", "tools.");
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        byte[] text = {'"', (byte) 0xC0, (byte) 0x80, '"'};
        assertThatThrownBy(() -> JsonToCbor.read(text, 0, text.length, Limits.MAX_NESTING))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void nesting_isBounded_andAnOutermostArrayDoesNotCount() throws ProtocolException {
        assertThat(read("[" + nested(64) + "]").arguments()).hasSize(1);
        assertThat(read("{\"a\":" + nested(63) + "}").value()).isNotNull();
        assertThatThrownBy(() -> read("[" + nested(65) + "]")).hasMessage("nested deeper than 64");
        assertThatThrownBy(() -> read("{\"a\":" + nested(64) + "}")).hasMessage("nested deeper than 64");
        assertThatThrownBy(() -> read("[".repeat(1_000_000))).isInstanceOf(ProtocolException.class);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void number_withVeryManyDigits_isRefused() throws ProtocolException {
        assertThat(read("9".repeat(4_000)).value()).isNotNull();
        assertThatThrownBy(() -> read("9".repeat(4_001))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 20_000})
    void twoMembersWithOneName_areRefused_inObjectsOfEverySize(int members) throws ProtocolException {
        String different = IntStream.range(0, members)
                .mapToObj(i -> "\"name" + i + "\":{\"name0\":" + i + "}")
                .collect(Collectors.joining(","));
        assertThat(read("{" + different + "}").value()).asInstanceOf(MAP).hasSize(members);
        assertThatThrownBy(() -> read("{" + different + ",\"\\u006eame1\":0}"))
                .hasMessage("two members of an object have one name");
    }

    @Test
    void whatIsTooLongAsCbor_isRefused() throws ProtocolException {
        byte[] text = "[1e0,1e0,1e0]".getBytes(UTF_8);
        assertThat(JsonToCbor.read(text, 0, text.length, 1, 1 + 2 * 9).arguments())
                .hasSize(3);
        assertThatThrownBy(() -> JsonToCbor.read(text, 0, text.length, 1, 2 * 9))
                .hasMessage("longer than 18 bytes as CBOR");
    }

    @Test
    void textOnlyInAPartOfAnArray_isReadThere() throws ProtocolException {
        byte[] text = "x[1]y".getBytes(UTF_8);
        assertThat(JsonToCbor.read(text, 1, 3, Limits.MAX_NESTING).arguments()).containsExactly(1L);
    }
}
