package org.rembus.protocol.json;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Utf8;
import org.rembus.protocol.cbor.CborWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One JSON value as CBOR. Integers are exact, whatever their size; a number with a fraction or an exponent is a 64-bit float, and an
 * error when it is too large for one. Two members of one object with the same name are an error, and so is a text with half a
 * surrogate pair. What becomes longer than both its text and {@link Limits#DEFAULT_MAX_MESSAGE_BYTES} is an error, too, and so are
 * objects with more than {@value MemberNames#MAX} members together, one in another.
 */
public final class JsonToCbor {
    private final JsonParser json;
    private final int maxNesting;
    private final int maxBytes;
    private final CborWriter cbor = new CborWriter();
    private final MemberNames names = new MemberNames();

    private JsonToCbor(JsonParser json, int maxNesting, int maxBytes) {
        this.json = json;
        this.maxNesting = maxNesting;
        this.maxBytes = maxBytes;
    }

    /**
     * The value that a text is.
     *
     * @param array holds the text in UTF-8
     * @param maxNesting how deep arrays and objects may be nested in it; an outermost array does not count
     */
    public static Payload read(byte[] array, int offset, int length, int maxNesting) throws ProtocolException {
        return read(array, offset, length, maxNesting, Math.max(length, Limits.DEFAULT_MAX_MESSAGE_BYTES));
    }

    static Payload read(byte[] array, int offset, int length, int maxNesting, int maxBytes) throws ProtocolException {
        if (!Utf8.isValid(array, offset, offset + length)) {
            throw new ProtocolException("not JSON: it is not UTF-8");
        }
        try (JsonParser parser = Json.parser(array, offset, length)) {
            if (parser.nextToken() == null) {
                throw new ProtocolException("not JSON: there is nothing");
            }
            Payload value = read(parser, maxNesting, maxBytes);
            if (parser.nextToken() != null) {
                throw new ProtocolException("not JSON: there is more than one value");
            }
            return value;
        } catch (JacksonException wrong) {
            throw Json.notJson(wrong);
        }
    }

    /**
     * The value at whose first token the parser stands, and at whose last it stands afterwards.
     *
     * @throws JacksonException if it is no JSON
     */
    static Payload read(JsonParser parser, int maxNesting) throws ProtocolException {
        return read(parser, maxNesting, Limits.DEFAULT_MAX_MESSAGE_BYTES);
    }

    /** @param maxBytes what may become longer than this is an error */
    static Payload read(JsonParser parser, int maxNesting, int maxBytes) throws ProtocolException {
        JsonToken first = parser.currentToken();
        JsonToCbor value = new JsonToCbor(parser, maxNesting, maxBytes);
        value.value(first, first == JsonToken.START_ARRAY ? -1 : 0);
        return Payload.of(value.cbor);
    }

    private void value(JsonToken token, int depth) throws ProtocolException {
        if (cbor.length() > maxBytes) {
            throw new ProtocolException("longer than " + maxBytes + " bytes as CBOR");
        }
        switch (token) {
            case START_ARRAY -> array(nested(depth));
            case START_OBJECT -> object(nested(depth));
            case VALUE_STRING -> text(json.getString());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> cbor.writeValue(number());
            case VALUE_TRUE -> cbor.writeValue(Boolean.TRUE);
            case VALUE_FALSE -> cbor.writeValue(Boolean.FALSE);
            case VALUE_NULL -> cbor.writeNull();
            default -> throw new ProtocolException("not JSON: a value was expected");
        }
    }

    private void array(int depth) throws ProtocolException {
        int start = cbor.beginOpen();
        int elements = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            value(present(next), depth);
            elements++;
        }
        cbor.endArray(start, elements);
    }

    private void object(int depth) throws ProtocolException {
        int start = cbor.beginOpen();
        int firstName = names.begin();
        int members = 0;
        while (present(json.nextToken()) != JsonToken.END_OBJECT) {
            String name = json.currentName();
            names.add(name);
            text(name);
            value(present(json.nextToken()), depth);
            members++;
        }
        names.end(firstName);
        cbor.endMap(start, members);
    }

    private static JsonToken present(@Nullable JsonToken token) throws ProtocolException {
        if (token == null) {
            throw new ProtocolException("not JSON: it ends early");
        }
        return token;
    }

    private void text(String text) throws ProtocolException {
        try {
            cbor.writeText(text);
        } catch (IllegalArgumentException halfAPair) {
            throw new ProtocolException("a text with half a surrogate pair");
        }
    }

    private void integer() {
        switch (json.getNumberType()) {
            case INT, LONG -> cbor.writeLong(json.getLongValue());
            default -> cbor.writeValue(json.getBigIntegerValue());
        }
    }

    private double number() throws ProtocolException {
        double number = json.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new ProtocolException("a number too large for a 64-bit float");
        }
        return number;
    }

    private int nested(int depth) throws ProtocolException {
        if (depth >= maxNesting) {
            throw new ProtocolException("nested deeper than " + maxNesting);
        }
        return depth + 1;
    }
}
