package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the JDK's strict decoder. */
final class Utf8Test {
    private static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static LongStream manySeeds() {
        return LongStream.range(50, 20_000);
    }

    @Test
    void isValid_everySequenceOfTwoBytes_agreesWithTheJdk() {
        for (int first = 0; first < 256; first++) {
            agrees((byte) first);
            for (int second = 0; second < 256; second++) {
                agrees((byte) first, (byte) second);
                agrees((byte) first, (byte) second, (byte) 0x80);
                agrees((byte) first, (byte) second, (byte) 0x80, (byte) 0xBF);
                agrees((byte) first, (byte) second, (byte) 0xC0, (byte) 0xBF);
                agrees((byte) first, (byte) second, (byte) 0xBF, (byte) 0x7F);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isValid_randomBytes_agreesWithTheJdk(long seed) {
        randomBytesAgree(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void isValid_manyRandomBytes_agreesWithTheJdk(long seed) {
        randomBytesAgree(seed);
    }

    @Test
    void isValid_faultAnywhereInAsciiText_isFound() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] text = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
                assertThat(Utf8.isValid(text, 0, length)).isTrue();
                text[at] = (byte) 0x80;
                assertThat(Utf8.isValid(text, 0, length)).isFalse();
                assertThat(Utf8.isValid(text, 0, at)).isTrue();
                assertThat(Utf8.isValid(text, at + 1, length)).isTrue();
            }
        }
    }

    @Test
    void validEnd_textCutAnywhere_endsBeforeTheCutCharacter() {
        byte[] text = "aé日🚀b".getBytes(StandardCharsets.UTF_8);
        int[] ends = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
        for (int cut = 0; cut <= text.length; cut++) {
            assertThat(Utf8.validEnd(text, 0, cut)).as("cut at %d", cut).isEqualTo(ends[cut]);
        }
        assertThat(Utf8.validEnd(new byte[] {'a', (byte) 0xF5}, 0, 2)).isNegative();
    }

    @Test
    void canEncode_halfAPair_isFalse() {
        assertThat(Utf8.canEncode("")).isTrue();
        assertThat(Utf8.canEncode("a\u0000日🚀\uFFFF")).isTrue();
        assertThat(Utf8.canEncode("a\uD83D")).isFalse();
        assertThat(Utf8.canEncode("\uDE80a")).isFalse();
        assertThat(Utf8.canEncode("\uD83D\uD83D\uDE80")).isFalse();
    }

    private static void randomBytesAgree(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = RandomValues.text(random, 30).getBytes(StandardCharsets.UTF_8);
            for (int faults = random.nextInt(3); faults > 0 && bytes.length > 0; faults--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(Utf8.isValid(bytes, 0, bytes.length))
                    .as("seed %d, bytes %s", seed, HexFormat.of().formatHex(bytes))
                    .isEqualTo(isValidToTheJdk(bytes));
        }
    }

    private static void agrees(byte... bytes) {
        if (Utf8.isValid(bytes, 0, bytes.length) != isValidToTheJdk(bytes)) {
            throw new AssertionError(HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean isValidToTheJdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
