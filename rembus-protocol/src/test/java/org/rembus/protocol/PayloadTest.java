package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.cbor.Tagged;

final class PayloadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80             | []",
                "f6             | []",
                "f7             | []",
                "83016178f6     | [1, \"x\", null]",
                "9f0102ff       | [1, 2]",
                "40             | []",
                "430180ff       | [1, 128, 255]",
                "5f4101420203ff | [1, 2, 3]",
                "a1616101       | [{\"a\": 1}]",
                "01             | [1]",
                "6178           | [\"x\"]",
                "d8504101       | [80(h'01')]",
                "f4             | [false]",
            })
    void arguments_eachKindOfData_areWhatItStandsFor(String hex, String arguments) {
        assertThat(Diagnostic.of(parse(hex).arguments())).isEqualTo(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80         | null",
                "9fff       | null",
                "f6         | null",
                "40         | null",
                "01         | null",
                "6178       | x",
                "82617801   | x",
                "8261786179 | x",
                "82016178   | null",
                "9f6178ff   | x",
                "81816178   | null",
            },
            nullValues = "null")
    void firstText_eachKindOfData_isTheFirstArgumentIfThatIsAText(String hex, @Nullable String text) {
        assertThat(parse(hex).firstText()).isEqualTo(Optional.ofNullable(text));
    }

    @Test
    void arguments_ofNoArgument_canBeChangedByTheCaller() {
        List<@Nullable Object> arguments = parse("f6").arguments();
        arguments.add("more");
        assertThat(arguments).containsExactly("more");
    }

    @Test
    void asArguments_nullOrUndefined_isAnEmptyArray() {
        assertThat(parse("f6").asArguments()).isEqualTo(Payload.NO_ARGUMENTS);
        assertThat(parse("f7").asArguments()).isEqualTo(Payload.NO_ARGUMENTS);
        assertThat(parse("01").asArguments()).isEqualTo(parse("01"));
        assertThat(parse("40").asArguments()).isEqualTo(parse("40"));
        assertThat(Payload.NO_ARGUMENTS.toByteArray()).containsExactly(0x80);
        assertThat(Payload.NULL.toByteArray()).containsExactly(0xF6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80                 | 816174",
                "f6                 | 816174",
                "f7                 | 816174",
                "83016178f6         | 84617401" + "6178f6",
                "9801 18ff          | 82617418ff",
                "9fff               | 816174",
                "9f1801 9f02ff 61 78ff | 8461741801" + "9f02ff6178",
                "5801ff             | 8261745801ff",
                "bf616101ff         | 826174bf616101ff",
                "d8504101           | 826174d8504101",
                "1b0000000000000001 | 8261741b0000000000000001",
            })
    void behind_eachKindOfData_keepsItsBytes(String hex, String behindTopic) {
        byte[] item = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] buffer = new byte[item.length + 5];
        Arrays.fill(buffer, (byte) 0xFF);
        System.arraycopy(item, 0, buffer, 2, item.length);

        Payload behind = Payload.view(buffer, 2, item.length).behind("t");

        assertThat(HexFormat.of().formatHex(behind.toByteArray())).isEqualTo(behindTopic);
        assertThat(parse(behindTopic)).isEqualTo(behind);
    }

    @Test
    void ofArguments_severalValues_isAlwaysAnArray() {
        assertThat(Payload.ofArguments()).hasToString("80");
        assertThat(Payload.ofArguments(1, "x", null)).hasToString("83016178f6");
        assertThat(Payload.ofArguments(List.of(1, 2))).hasToString("81820102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0101", "82 01", "ff", "1c", "62c328", "8101ff"})
    void parse_notExactlyOneItem_isRefused(String hex) {
        assertThatThrownBy(() -> Payload.parse(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void ofArguments_valueNestedAsDeepAsAllowed_canBeReadAndPutInAnArray() throws ProtocolException {
        Object deep = nested(Limits.MAX_NESTING);

        Payload arguments = Payload.ofArguments("topic", deep);

        assertThat(Payload.parse(arguments.toByteArray())).isEqualTo(arguments);
        assertThatThrownBy(() -> Payload.ofArguments(nested(Limits.MAX_NESTING + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nested deeper than 64");
        assertThatThrownBy(() -> Payload.parse(
                        Payload.ofArguments(Payload.ofArguments(deep)).toByteArray()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("nested deeper than 64");
    }

    private static Object nested(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = i % 3 == 0 ? List.of(value) : i % 3 == 1 ? Map.of("k", value) : new Tagged(1000, value);
        }
        return value;
    }

    @Test
    void view_partOfAnArray_seesOnlyItsPart() {
        byte[] buffer = {(byte) 0x82, 0x01, 0x18, 0x2A, 0x03};
        Payload view = Payload.view(buffer, 2, 2);

        assertThat(view.value()).isEqualTo(42L);
        assertThat(view.length()).isEqualTo(2);
        assertThat(view.toByteArray()).containsExactly(0x18, 0x2A);
        assertThat(view).isEqualTo(Payload.of(42)).hasSameHashCodeAs(Payload.of(42));
    }

    @Test
    void detached_viewOfABufferThatChanges_keepsTheBytes() {
        byte[] buffer = {0x01, 0x18, 0x2A};
        Payload view = Payload.view(buffer, 1, 2);
        Payload detached = view.detached();
        buffer[2] = 0x2B;

        assertThat(view.value()).isEqualTo(43L);
        assertThat(detached.value()).isEqualTo(42L);
        assertThat(detached.detached()).isSameAs(detached);
    }

    @Test
    void of_valueWithoutAForm_isRefused() {
        assertThatThrownBy(() -> Payload.of(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value of java.lang.Object has no form in CBOR");
        assertThatThrownBy(() -> Payload.of(List.of("\uD800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a text with half a surrogate pair");
    }

    @Test
    void toString_longPayload_isShortened() {
        assertThat(Payload.of("x".repeat(100)).toString())
                .endsWith("… (102 bytes)")
                .hasSizeLessThan(100);
        assertThat(Payload.of("x")).hasToString("6178");
    }

    private static Payload parse(String hex) {
        try {
            return Payload.parse(HexFormat.of().parseHex(hex));
        } catch (ProtocolException e) {
            throw new AssertionError(hex, e);
        }
    }
}
