package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;
import tools.jackson.databind.JsonNode;

/** Builds messages of ours from what a vector file says of a frame. */
final class Meaning {
    private static final Pattern LONG_TEXT = Pattern.compile("one text argument: the letter x (\\d+) times");

    private final Deque<Tagged> dataFrames;

    private Meaning(Deque<Tagged> dataFrames) {
        this.dataFrames = dataFrames;
    }

    /**
     * The message that the frame means.
     *
     * @param decoded what was decoded of the frame: the bytes of DataFrames are taken from it, because a file gives only
     *     their number
     */
    static Message of(JsonNode meaning, @Nullable Message decoded) {
        Deque<Tagged> dataFrames = new ArrayDeque<>();
        if (decoded instanceof Message.Publish publish) {
            collect(publish.data().value(), dataFrames);
        } else if (decoded instanceof Message.Rpc rpc) {
            collect(rpc.data().value(), dataFrames);
        } else if (decoded instanceof Message.Response response) {
            collect(response.data().value(), dataFrames);
        }
        Message message = new Meaning(dataFrames).message(meaning);
        assertThat(dataFrames)
                .as("DataFrames of which the meaning says nothing")
                .isEmpty();
        return message;
    }

    private static void collect(@Nullable Object value, Deque<Tagged> dataFrames) {
        if (value instanceof Tagged tagged && tagged.tag() == Tagged.DATA_FRAME) {
            dataFrames.add(tagged);
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, dataFrames));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> collect(element, dataFrames));
        }
    }

    private Message message(JsonNode meaning) {
        String type = meaning.get("type").asString();
        return switch (type) {
            case "IDENTITY" -> new Message.Identity(id(meaning), text(meaning, "cid"), meta(meaning));
            case "PUBLISH" -> publish(meaning);
            case "RPC" ->
                new Message.Rpc(id(meaning), text(meaning, "topic"), textOrNull(meaning, "target"), data(meaning));
            case "ADMIN" -> new Message.Admin(id(meaning), text(meaning, "topic"), data(meaning));
            case "RESPONSE" ->
                new Message.Response(
                        id(meaning), Status.of(meaning.get("status").asInt()), data(meaning));
            case "ACK" -> new Message.Ack(id(meaning));
            case "ACK2" -> new Message.Ack2(id(meaning));
            case "UNREGISTER" -> new Message.Unregister(id(meaning), textOrNull(meaning, "cid"));
            case "REGISTER" ->
                new Message.Register(
                        id(meaning),
                        text(meaning, "cid"),
                        textOrNull(meaning, "element_4"),
                        text(meaning, "public_key_pem").getBytes(StandardCharsets.US_ASCII),
                        meaning.get("key_type").asInt());
            case "ATTESTATION" ->
                new Message.Attestation(
                        id(meaning),
                        text(meaning, "cid"),
                        HexFormat.of().parseHex(text(meaning, "signature")),
                        meta(meaning));
            case "PING" -> new Message.Ping(id(meaning), text(meaning, "cid"));
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    private Message publish(JsonNode meaning) {
        QoS qos = QoS.values()[meaning.get("qos").asInt()];
        PublishFlags flags = PublishFlags.of(qos, meaning.path("slot_flag").asBoolean(false));
        MessageId id = meaning.has("id_hex") ? id(meaning) : null;
        if (meaning.has("slot")) {
            assertThat(Objects.requireNonNull(id).slot())
                    .isEqualTo(meaning.get("slot").asLong());
        }
        return new Message.Publish(flags, id, text(meaning, "topic"), data(meaning));
    }

    private Payload data(JsonNode meaning) {
        if (meaning.has("message_bytes")) {
            Matcher longText = LONG_TEXT.matcher(text(meaning, "data"));
            assertThat(longText.matches()).isTrue();
            return Payload.ofArguments("x".repeat(Integer.parseInt(longText.group(1))));
        }
        return Payload.of(value(meaning.get("data")));
    }

    private @Nullable Payload meta(JsonNode meaning) {
        JsonNode meta = meaning.get("meta");
        return meta.isString() && meta.asString().equals("absent") ? null : Payload.of(value(meta));
    }

    private @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> node.asBoolean();
            case NUMBER -> node.asLong();
            case STRING -> node.asString();
            case ARRAY -> list(node);
            case OBJECT -> object(node);
            default -> throw new AssertionError("unexpected " + node);
        };
    }

    private List<@Nullable Object> list(JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(value(element)));
        return list;
    }

    private Object object(JsonNode node) {
        if (node.size() == 1) {
            String name = node.propertyNames().iterator().next();
            JsonNode only = node.get(name);
            switch (name) {
                case "bytes" -> {
                    return HexFormat.of().parseHex(only.asString());
                }
                case "float" -> {
                    return Double.valueOf(only.asString());
                }
                case "int" -> {
                    return integer(only.asString());
                }
                case "undefined" -> {
                    return Undefined.UNDEFINED;
                }
                case "map" -> {
                    return map(only);
                }
                case "dataframe" -> {
                    return dataFrame(only);
                }
                default -> {}
            }
        }
        if (node.size() == 2 && node.has("tag") && node.has("value")) {
            return new Tagged(node.get("tag").asLong(), value(node.get("value")));
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        node.forEachEntry((key, element) -> map.put(key, value(element)));
        return map;
    }

    private static Object integer(String digits) {
        BigInteger integer = new BigInteger(digits);
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValueExact() : integer;
    }

    private Map<@Nullable Object, @Nullable Object> map(JsonNode entries) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(value(entry.get(0)), value(entry.get(1))));
        return map;
    }

    private Tagged dataFrame(JsonNode meaning) {
        Tagged dataFrame = dataFrames.remove();
        Object content = dataFrame.value();
        if (meaning.has("bytes_wrapped_in_tag")) {
            assertThat(content)
                    .isInstanceOfSatisfying(
                            Tagged.class,
                            inner -> assertThat(inner.tag())
                                    .isEqualTo(
                                            meaning.get("bytes_wrapped_in_tag").asLong()));
            content = ((Tagged) Objects.requireNonNull(content)).value();
        }
        assertThat(content)
                .isInstanceOfSatisfying(
                        byte[].class,
                        arrow -> assertThat(arrow)
                                .hasSize(meaning.get("arrow_bytes").asInt()));
        return dataFrame;
    }

    private static MessageId id(JsonNode meaning) {
        return MessageId.ofHex(text(meaning, "id_hex"));
    }

    private static String text(JsonNode meaning, String field) {
        return meaning.get(field).asString();
    }

    private static @Nullable String textOrNull(JsonNode meaning, String field) {
        JsonNode node = meaning.get(field);
        return node == null || node.isNull() ? null : node.asString();
    }
}
