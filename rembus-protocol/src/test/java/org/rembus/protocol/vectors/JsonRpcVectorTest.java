package org.rembus.protocol.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.Dialect;
import org.rembus.protocol.json.JsonRpcDecoder;
import org.rembus.protocol.json.JsonRpcEncoder;
import org.rembus.protocol.json.JsonRpcException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What JSON peers send over WebSockets is understood, and what is written instead is what they can read. */
final class JsonRpcVectorTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int RESPONSE = 4;
    private static final int ACK = 5;
    private static final int QOS1 = 0x10;
    private static final int SLOT = 0x40;

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

    @ParameterizedTest
    @MethodSource("frames")
    void encode_decodedText_isTheCapturedTextWithWhatEveryPeerIsToFindInIt(Vector vector) throws JsonRpcException {
        String text = vector.text("text");

        byte[] encoded = JsonRpcEncoder.encode(decode(text.getBytes(UTF_8)));

        assertThat(MAPPER.readTree(encoded)).isEqualTo(asWeWriteIt((ObjectNode) MAPPER.readTree(text)));
    }

    /** What was captured, as every peer is to find it. */
    private static JsonNode asWeWriteIt(ObjectNode message) {
        for (String member : List.of("params", "result", "error")) {
            if (message.get(member) instanceof ObjectNode envelope) {
                typeOf(envelope).ifPresent(type -> addBothDiscriminators(message, envelope, type));
            }
        }
        if (message.get("error") instanceof ObjectNode error) {
            addWhatJsonRpcWants(error);
        } else if (message.has("method")) {
            setArguments(message);
        }
        return message;
    }

    private static OptionalInt typeOf(ObjectNode envelope) {
        return Stream.of("type", "__type__")
                .filter(envelope::has)
                .mapToInt(name -> envelope.get(name).intValue())
                .findFirst();
    }

    private static void addBothDiscriminators(ObjectNode message, ObjectNode envelope, int type) {
        envelope.put("type", type).put("__type__", type);
        if (type == RESPONSE || type == ACK) { // to what we sent, and our own ids are numbers
            message.set("id", MAPPER.readTree(message.get("id").asString()));
        }
    }

    private static void addWhatJsonRpcWants(ObjectNode error) {
        JsonNode data = error.get("data");
        error.put("code", codeOf(error.get("sts").intValue()));
        error.put("message", data.isString() ? data.stringValue() : "error");
    }

    /** An array always; and where a publish has them, under {@code data} as well. */
    private static void setArguments(ObjectNode call) {
        JsonNode params = call.get("params");
        if (params == null) {
            call.putArray("params");
        } else if (!call.has("id")) {
            call.set("data", params);
        } else if (params instanceof ObjectNode map) {
            OptionalInt type = typeOf(map);
            if (type.isEmpty()) {
                call.putArray("params").add(map);
            } else if (type.getAsInt() >= QOS1) {
                takeSlotFrom(call, map, type.getAsInt() & ~SLOT);
            }
        }
    }

    /** A publish with no flag left is a notification. */
    private static void takeSlotFrom(ObjectNode publish, ObjectNode envelope, int flags) {
        JsonNode arguments = envelope.get("data");
        publish.set("data", arguments);
        envelope.put("type", flags).put("__type__", flags);
        if (flags == 0) {
            publish.remove("id");
            publish.set("params", arguments);
        }
    }

    private static int codeOf(int status) {
        return switch (status) {
            case 40 -> -32603;
            case 41 -> -32602;
            case 42, 43, 44, 47 -> -32601;
            default -> -32000;
        };
    }

    /** A publish with a slot, QoS 0, of Python's cannot be told from a request. */
    private static String type(Vector vector, String type) {
        return vector.name().startsWith("json-publish-qos0-slot") ? "RPC" : type;
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
