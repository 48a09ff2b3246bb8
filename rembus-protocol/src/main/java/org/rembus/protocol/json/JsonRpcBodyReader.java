package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Utf8;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.json.JsonRpcBody.Entry;
import org.rembus.protocol.json.JsonRpcBody.Invalid;
import org.rembus.protocol.json.JsonRpcBody.Request;
import org.rembus.protocol.json.JsonRpcBody.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one {@link JsonRpcBody}. */
final class JsonRpcBodyReader {
    /** Of an id, which is kept and sent back. */
    static final int MAX_ID_BYTES = 1_024;

    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final Payload VERSION = Payload.of("2.0");

    private final byte[] text;
    private final int maxNesting;
    private final int maxEntries;

    /** What all of it may become as CBOR. */
    private int bytesLeft;

    JsonRpcBodyReader(byte[] text, int maxNesting, int maxEntries) {
        this.text = text;
        this.maxNesting = maxNesting;
        this.maxEntries = maxEntries;
        this.bytesLeft = Math.max(text.length, Limits.DEFAULT_MAX_MESSAGE_BYTES);
    }

    JsonRpcBody read() throws ProtocolException {
        if (!Utf8.isValid(text, 0, text.length)) {
            throw new ProtocolException("not JSON: it is not UTF-8");
        }
        try (JsonParser json = Json.parser(text, 0, text.length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return single(new Invalid(NULL, "there is no request"));
            }
            return first == JsonToken.START_ARRAY ? batch(json) : alone(single(entry(json)), json);
        } catch (JacksonException wrong) {
            throw Json.notJson(wrong);
        }
    }

    private static JsonRpcBody single(Entry entry) {
        return new JsonRpcBody(Shape.SINGLE, List.of(entry));
    }

    /** An array with too many elements is read no further than to the first of those. */
    private JsonRpcBody batch(JsonParser json) throws ProtocolException {
        List<Entry> entries = new ArrayList<>();
        while (entries.size() <= maxEntries && json.nextToken() != JsonToken.END_ARRAY) {
            entries.add(entry(json));
        }
        if (entries.size() > maxEntries) {
            return single(noBatch());
        }
        return alone(entries.isEmpty() ? single(noBatch()) : new JsonRpcBody(Shape.BATCH, entries), json);
    }

    private Invalid noBatch() {
        return new Invalid(NULL, "a batch has from 1 to " + maxEntries + " requests");
    }

    private static JsonRpcBody alone(JsonRpcBody body, JsonParser json) throws ProtocolException {
        if (json.nextToken() != null) {
            throw new ProtocolException("not JSON: there is more than one value");
        }
        return body;
    }

    private Entry entry(JsonParser json) throws ProtocolException {
        Draft draft = new Draft();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            MemberNames names = new MemberNames();
            int first = names.begin();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                names.add(name);
                json.nextToken();
                member(name, json, draft);
            }
            names.end(first);
        } else {
            json.skipChildren();
        }
        return draft.entry();
    }

    /** Those that say nothing are read, too, so that what is refused elsewhere is refused here. */
    private void member(String name, JsonParser json, Draft draft) throws ProtocolException {
        switch (name) {
            case "id" -> draft.take(id(json));
            case "jsonrpc" -> draft.version = value(json);
            case "method" -> draft.method = value(json);
            case "params" -> draft.params = value(json);
            default -> value(json);
        }
    }

    private Payload value(JsonParser json) throws ProtocolException {
        Payload value = JsonToCbor.read(json, maxNesting, bytesLeft);
        bytesLeft = Math.max(0, bytesLeft - value.length());
        return value;
    }

    /** The value that was sent, a number digit by digit; null when it is none that could be sent back. */
    private byte @Nullable [] id(JsonParser json) throws ProtocolException {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL && !token.isNumeric()) {
            json.skipChildren();
            return null;
        }
        byte[] id = token == JsonToken.VALUE_STRING
                ? CborToJson.write(value(json))
                : json.getString().getBytes(US_ASCII);
        return id.length > MAX_ID_BYTES ? null : id;
    }

    /** What is known of an entry. */
    private static final class Draft {
        private boolean hasId;
        private byte @Nullable [] id;
        private Payload version = Payload.NULL;
        private Payload method = Payload.NULL;
        private Payload params = Payload.NO_ARGUMENTS;

        void take(byte @Nullable [] found) {
            hasId = true;
            id = found;
        }

        Entry entry() {
            boolean isRequest = (id != null || !hasId)
                    && version.equals(VERSION)
                    && method.kind() == ItemKind.TEXT
                    && (params.kind() == ItemKind.ARRAY || params.kind() == ItemKind.MAP);
            return isRequest
                    ? new Request(id, (String) Objects.requireNonNull(method.value()), params)
                    : new Invalid(id == null ? NULL : id, "this is no JSON-RPC 2.0 request");
        }
    }
}
