package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.RandomValues;
import org.rembus.protocol.cbor.Tagged;

final class PrintedJsonTest {
    /** Makes any list that it is in a long one. */
    private static final String FILLING = "x".repeat(100_000);

    /** Notes that it is closed. */
    private static final class Target extends ByteArrayOutputStream {
        private boolean isClosed;

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static String print(@Nullable Object value) throws IOException {
        Target target = new Target();
        PrintedJson.write(Payload.of(value), target);
        assertThat(target.isClosed).isFalse();
        return target.toString(UTF_8);
    }

    private static String print(Payload value, int mostBytes) throws IOException {
        Target target = new Target();
        PrintedJson.write(value, mostBytes, target);
        return target.toString(UTF_8);
    }

    @Test
    void numbersThatJsonLacks_areTexts() throws IOException {
        assertThat(print(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5)))
                .isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\",1.5]");
    }

    @Test
    void charactersThatATerminalObeysOrHides_areEscaped() throws IOException {
        assertThat(print("\u001b[2J\u007f\u009b2J\u202e\u2028\u200bé😀"))
                .isEqualTo("\"\\u001B[2J\\u007F\\u009b2J\\u202e\\u2028\\u200bé😀\"");
        assertThat(print(Map.of("\u009b", 1))).isEqualTo("{\"\\u009b\":1}");
        assertThat(print(Map.of(List.of("\u009b"), 1))).isEqualTo("{\"[\\\"\\\\u009b\\\"]\":1}");
    }

    @Test
    void longValue_isWrittenAsAShortOneIs() throws IOException {
        Random random = new Random(13);
        for (int i = 0; i < 200; i++) {
            Object value = RandomValues.value(random, 4);

            assertThat(print(Arrays.asList(value, FILLING))).isEqualTo("[" + print(value) + ",\"" + FILLING + "\"]");
        }
    }

    @Test
    void longValue_withADataFrameThatCannotBeRead_hasItsStream() throws IOException {
        assertThat(print(List.of(new Tagged(Tagged.DATA_FRAME, new byte[] {1, 2}), FILLING)))
                .isEqualTo("[{\"tag\":80,\"value\":\"AQI=\"},\"" + FILLING + "\"]");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void textThatWouldBeTooLong_isTheCborItself(int elements) throws IOException {
        Payload falses = Payload.of(Collections.nCopies(elements, false));
        int length = print(falses).length();

        assertThat(print(falses, length)).hasSize(length).startsWith("[false,");
        assertThat(print(falses, length - 1))
                .isEqualTo("[{\"cbor\":\"" + Base64.getEncoder().encodeToString(falses.toByteArray()) + "\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "83010203; 0; [1,2,3]",
                "83010203; 2; [3]",
                "9f0102ff; 1; [2]",
                "80; 1; []",
                "f6; 0; []",
                "f7; 0; []",
                "07; 0; [7]",
                "07; 1; []",
                "a1616101; 0; [{\"a\":1}]",
                "4301ff07; 0; [1,255,7]",
                "4301ff07; 1; [255,7]"
            })
    void arguments_areAnArrayWithoutTheFirstOnes(String cbor, int skipped, String json)
            throws IOException, ProtocolException {
        Payload data = Payload.parse(HexFormat.of().parseHex(cbor));
        Target target = new Target();
        PrintedJson.writeArguments(data, skipped, target);
        assertThat(target.toString(UTF_8)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void targetThatFails_isTold(int bytes) {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThatThrownBy(() -> PrintedJson.write(Payload.of("x".repeat(bytes)), failing))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }
}
