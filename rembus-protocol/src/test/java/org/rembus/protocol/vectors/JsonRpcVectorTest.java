package org.rembus.protocol.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.Dialect;
import org.rembus.protocol.json.JsonRpcDecoder;
import org.rembus.protocol.json.JsonRpcEncoder;
import org.rembus.protocol.json.JsonRpcException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What JSON peers send over WebSockets is understood, and what is written instead means the same. */
final class JsonRpcVectorTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static Stream<Vector> frames() {
        return Vectors.all().filter(vector -> !vector.isCbor() && !vector.name().startsWith("http-"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decode_textOfAPeer_hasTheTypeAndTheDataOfItsMeaning(Vector vector) throws JsonRpcException {
        Message decoded = decode(vector.text("text").getBytes(UTF_8));

        String type = vector.meaning().get("type").asString();
        assertThat(decoded.getClass().getSimpleName().toUpperCase(Locale.ROOT)).isEqualTo(type(vector, type));
        Payload data = dataOf(decoded);
        if (data != null && !data.isNothing()) {
            assertThat(MAPPER.readTree(CborToJson.write(data)))
                    .isEqualTo(sentData(MAPPER.readTree(vector.text("text"))));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void read_textOfAPeer_isInItsDialectWhereItHasADiscriminator(Vector vector) throws JsonRpcException {
        byte[] text = vector.text("text").getBytes(UTF_8);
        Dialect itsOwn = vector.text("peer").startsWith("python") ? Dialect.PYTHON : Dialect.JULIA;

        assertThat(new JsonRpcDecoder(Limits.MAX_NESTING)
                        .read(text, 0, text.length)
                        .dialect())
                .isEqualTo(vector.text("text").contains("type") ? itsOwn : Dialect.UNSAID);
    }

    /** Named arguments are sent as the one argument of an array. */
    private static Stream<Vector> framesAsWeSendThem() {
        return frames().filter(vector -> !vector.name().equals("json-rpc-named"));
    }

    @ParameterizedTest
    @MethodSource("framesAsWeSendThem")
    void encode_decodedText_isReadAsTheSameMessageUnderTheSameId(Vector vector) throws JsonRpcException {
        String text = vector.text("text");
        Message decoded = decode(text.getBytes(UTF_8));

        byte[] encoded = JsonRpcEncoder.encode(decoded);

        assertThat(withoutSlot(decode(encoded))).isEqualTo(withoutSlot(decoded));
        if (!(decoded instanceof Message.Response || decoded instanceof Message.Ack) && !withoutId(decoded)) {
            assertThat(MAPPER.readTree(encoded).get("id"))
                    .isEqualTo(MAPPER.readTree(text).get("id"));
        }
    }

    /** A publish with a slot, QoS 0, of Python's cannot be told from a request. */
    private static String type(Vector vector, String type) {
        return vector.name().startsWith("json-publish-qos0-slot") ? "RPC" : type;
    }

    private static boolean withoutId(Message message) {
        return message instanceof Message.Publish publish && publish.qos() == QoS.AT_MOST_ONCE;
    }

    private static Message withoutSlot(Message message) {
        return message instanceof Message.Publish publish
                ? new Message.Publish(
                        PublishFlags.of(publish.qos(), false),
                        withoutId(publish) ? null : publish.id(),
                        publish.topic(),
                        publish.data())
                : message;
    }

    private static JsonNode sentData(JsonNode text) {
        for (String envelope : new String[] {"params", "result", "error"}) {
            JsonNode params = text.get(envelope);
            if (params != null) {
                return params.has("data") ? params.get("data") : params;
            }
        }
        return MAPPER.createArrayNode();
    }

    private static @Nullable Payload dataOf(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.data();
            case Message.Rpc rpc -> rpc.data();
            case Message.Admin admin -> admin.data();
            case Message.Response response -> response.data();
            default -> null;
        };
    }

    private static Message decode(byte[] text) throws JsonRpcException {
        return new JsonRpcDecoder(Limits.MAX_NESTING).decode(text, 0, text.length);
    }
}
