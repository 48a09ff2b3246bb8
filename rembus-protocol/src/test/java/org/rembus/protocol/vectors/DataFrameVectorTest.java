package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.PrintedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The DataFrames that peers send become the rows that they stand for. */
final class DataFrameVectorTest {
    private static Stream<Vector> frames() {
        return Vectors.cbor()
                .filter(vector -> !vector.meaning().findValues("dataframe").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void write_dataFrameOfAPeer_isItsRowsWithColumnsInTheirOrder(Vector vector) throws ProtocolException {
        byte[] bytes = vector.message();
        JsonNode written = JsonMapper.shared()
                .readTree(
                        CborToJson.write(data(new MessageDecoder(Limits.MAX_NESTING).decode(bytes, 0, bytes.length))));

        List<JsonNode> parts = written.isArray() && vector.meaning().get("data").isArray()
                ? List.copyOf(written.values())
                : List.of(written);
        List<JsonNode> meant = vector.meaning().get("data").isArray()
                ? List.copyOf(vector.meaning().get("data").values())
                : List.of(vector.meaning().get("data"));
        for (int i = 0; i < meant.size(); i++) {
            check(parts.get(i), meant.get(i));
        }
    }

    /** In a long payload, whose text is not taken back when something in it cannot be read. */
    @ParameterizedTest
    @MethodSource("frames")
    void print_dataFrameOfAPeerBesideALongText_isTheSameRows(Vector vector) throws ProtocolException, IOException {
        byte[] bytes = vector.message();
        List<Object> arguments =
                new ArrayList<>(data(new MessageDecoder(Limits.MAX_NESTING).decode(bytes, 0, bytes.length))
                        .arguments());
        arguments.add("x".repeat(100_000));
        Payload value = Payload.of(arguments);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintedJson.write(value, printed);

        assertThat(printed.toByteArray()).isEqualTo(CborToJson.write(value)).contains('{');
    }

    private static void check(JsonNode written, JsonNode meant) {
        JsonNode frame = meant.get("dataframe");
        if (frame != null) {
            assertThat(written).isEqualTo(frame.get("rows"));
            List<String> columns = new ArrayList<>(frame.get("columns").propertyNames());
            written.forEach(row -> assertThat(row.propertyNames()).containsExactlyElementsOf(columns));
        }
    }

    private static Payload data(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.data();
            case Message.Rpc rpc -> rpc.data();
            case Message.Response response -> response.data();
            default -> throw new IllegalArgumentException("no message with a DataFrame: " + message);
        };
    }
}
