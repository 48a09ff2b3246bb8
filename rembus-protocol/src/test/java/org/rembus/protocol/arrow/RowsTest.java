package org.rembus.protocol.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

final class RowsTest {
    private static final int ENOUGH = 1 << 20;

    private static Stream<Frame> withRows() {
        return Frame.all().filter(Frame::hasRows);
    }

    private static Stream<Frame> without() {
        return Frame.all().filter(frame -> !frame.hasRows());
    }

    private static String json(byte[] stream, int most) throws ProtocolException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Rows.of(ByteBuffer.wrap(stream)).write(text, most, new JsonFactory());
        return text.toString(UTF_8);
    }

    @ParameterizedTest
    @MethodSource("withRows")
    void write_streamOfAnotherLibrary_givesItsRows(Frame frame) throws ProtocolException {
        assertThat(JsonMapper.shared().readTree(json(frame.stream(), ENOUGH))).isEqualTo(frame.rows());
    }

    @ParameterizedTest
    @MethodSource("without")
    void write_whatJsonCannotSayOrWeCannotRead_isRefused(Frame frame) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> json(frame.stream(), ENOUGH))
                .withMessageStartingWith("a DataFrame ");
    }

    @Test
    void write_columns_keepTheirOrder() throws ProtocolException {
        assertThat(json(Frame.named("several-batches").stream(), ENOUGH)).startsWith("[{\"z\":1,\"a\":\"a\"},");
    }

    @Test
    void write_decimals_haveAllTheirDigits() throws ProtocolException {
        assertThat(json(Frame.named("decimal128").stream(), ENOUGH))
                .isEqualTo("[{\"c\":-123.45},{\"c\":null},{\"c\":0.10}]");
    }

    @Test
    void write_largestInteger_hasAllItsDigits() throws ProtocolException {
        assertThat(json(Frame.named("uint64").stream(), ENOUGH)).contains("{\"c\":18446744073709551615}");
    }

    @Test
    void of_bytesBehindTheEnd_areIgnored() throws ProtocolException {
        byte[] stream = Frame.named("struct").stream();
        byte[] longer = Arrays.copyOf(stream, stream.length + 100);
        Arrays.fill(longer, stream.length, longer.length, (byte) 0xAB);

        assertThat(json(longer, ENOUGH)).isEqualTo(json(stream, ENOUGH));
    }

    @Test
    void of_partOfAnArray_isReadWithinIt() throws ProtocolException {
        byte[] stream = Frame.named("text-view").stream();
        byte[] array = new byte[stream.length + 20];
        System.arraycopy(stream, 0, array, 7, stream.length);
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        Rows.of(ByteBuffer.wrap(array, 7, stream.length)).write(text, ENOUGH, new JsonFactory());

        assertThat(text.toString(UTF_8)).isEqualTo(json(stream, ENOUGH));
    }

    @Test
    void write_moreThanWanted_isRefused() throws ProtocolException {
        byte[] stream = Frame.named("struct").stream();
        int length = json(stream, ENOUGH).length();

        assertThat(json(stream, length)).hasSize(length);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> json(stream, length - 1));
    }

    @ParameterizedTest
    @MethodSource("withRows")
    void likelyBytes_fewRows_isTheLengthOfTheirText(Frame frame) throws ProtocolException {
        Rows rows = Rows.of(ByteBuffer.wrap(frame.stream()));

        int length = json(frame.stream(), ENOUGH).length();

        assertThat(rows.likelyBytes()).isBetween(length / 2L, 2L * length);
    }

    @ParameterizedTest
    @MethodSource("withRows")
    void of_streamThatIsCut_isRefusedOrHasFewerRows(Frame frame) throws ProtocolException {
        for (int length = 0; length < frame.stream().length; length += 3) {
            byte[] cut = Arrays.copyOf(frame.stream(), length);
            try {
                assertThat(JsonMapper.shared().readTree(json(cut, ENOUGH)).size())
                        .isLessThanOrEqualTo(frame.rows().size());
            } catch (ProtocolException refused) {
                assertThat(refused).hasMessageStartingWith("a DataFrame ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ARROW1\0\0", "\uFFFF\uFFFF\uFFFF\uFFFF", "nothing of the kind, and long enough"})
    void of_somethingElse_isRefused(String bytes) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> json(bytes.getBytes(UTF_8), ENOUGH))
                .withMessageStartingWith("a DataFrame ");
    }
}
