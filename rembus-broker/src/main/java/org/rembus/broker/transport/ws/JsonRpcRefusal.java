package org.rembus.broker.transport.ws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a JSON-RPC peer is told: that nobody here speaks it (PROTOCOL.md section 5). Requests are answered under their id,
 * in the same JSON type; what has no usable id gets no answer, and neither has the number 0 or an answer of the peer's.
 */
final class JsonRpcRefusal {
    private static final String TEXT = "JSON-RPC is not available yet";
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int RESPONSE_TYPE = 4;
    private static final int GENERIC_ERROR = 10;
    private static final int MAX_NESTING = 64;

    /** Where the id is looked for; peers write it first. */
    private static final int MAX_SEARCHED_BYTES = 4 * 1024;

    /** Digits of 2^128-1. */
    private static final int MAX_DIGITS = 39;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_SEARCHED_BYTES)
                            .build())
                    .build())
            .build();

    private JsonRpcRefusal() {}

    /** @return the text of the answer, in UTF-8; empty when there is none to give */
    static Optional<byte[]> answer(byte[] text, int offset, int length) {
        JsonNode id = requestId(text, offset, Math.min(length, MAX_SEARCHED_BYTES));
        return id == null ? Optional.empty() : Optional.of(MAPPER.writeValueAsBytes(refusal(id)));
    }

    private static ObjectNode refusal(JsonNode id) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("jsonrpc", "2.0").set("id", id);
        answer.putObject("error")
                .put("code", METHOD_NOT_FOUND)
                .put("message", TEXT)
                .put("type", RESPONSE_TYPE)
                .put("__type__", RESPONSE_TYPE)
                .put("sts", GENERIC_ERROR)
                .put("data", TEXT);
        return answer;
    }

    private static @Nullable JsonNode requestId(byte[] text, int offset, int length) {
        JsonNode id = null;
        try (JsonParser parser = MAPPER.createParser(text, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("result") || name.equals("error")) {
                    return null;
                }
                if (name.equals("id")) {
                    id = usable(parser, value);
                }
                parser.skipChildren();
            }
            return id;
        } catch (JacksonException e) {
            // No JSON, or the end of what is searched: then what was found before counts.
            return id;
        }
    }

    private static @Nullable JsonNode usable(JsonParser parser, JsonToken value) {
        return switch (value) {
            case VALUE_STRING -> JsonNodeFactory.instance.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> number(parser);
            default -> null;
        };
    }

    private static @Nullable JsonNode number(JsonParser parser) {
        String digits = parser.getString();
        return digits.length() > MAX_DIGITS || digits.equals("0")
                ? null
                : JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
    }
}
