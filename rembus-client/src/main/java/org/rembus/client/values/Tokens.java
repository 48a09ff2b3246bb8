package org.rembus.client.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.util.TokenBuffer;

/** Values as the tokens that Jackson's binding reads and writes, without a detour through text. */
final class Tokens {
    private Tokens() {}

    static TokenBuffer of(@Nullable Object value) throws MismatchException {
        TokenBuffer tokens = TokenBuffer.forGeneration();
        write(tokens, value);
        return tokens;
    }

    private static void write(TokenBuffer tokens, @Nullable Object wrapped) throws MismatchException {
        Object value = Wire.unwrap(wrapped);
        switch (value) {
            case null -> tokens.writeNull();
            case Boolean truth -> tokens.writeBoolean(truth);
            case Long integer -> tokens.writeNumber(integer);
            case BigInteger integer -> tokens.writeNumber(integer);
            case Double number -> tokens.writeNumber(number);
            case BigDecimal number -> tokens.writeNumber(number);
            case String text -> tokens.writeString(text);
            case List<?> list -> {
                tokens.writeStartArray();
                for (Object element : list) {
                    write(tokens, element);
                }
                tokens.writeEndArray();
            }
            case Map<?, ?> map -> {
                tokens.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    tokens.writeName(name(entry.getKey()));
                    write(tokens, entry.getValue());
                }
                tokens.writeEndObject();
            }
            default -> tokens.writeEmbeddedObject(value);
        }
    }

    private static String name(@Nullable Object key) throws MismatchException {
        if (key instanceof String || key instanceof Number || key instanceof Boolean) {
            return key.toString();
        }
        throw new MismatchException(Scalars.describe(key) + " is not the key of a map of this type");
    }

    /** Reads one value; the parser stands at its first token, and then at its last. */
    static @Nullable Object read(JsonParser tokens) {
        return switch (tokens.currentToken()) {
            case START_ARRAY -> list(tokens);
            case START_OBJECT -> map(tokens);
            default -> scalar(tokens);
        };
    }

    /** The value of a token that is no start of an array or object. */
    static @Nullable Object scalar(JsonParser tokens) {
        return switch (tokens.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_STRING -> tokens.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tokens.getNumberValue();
            case VALUE_EMBEDDED_OBJECT -> tokens.getEmbeddedObject();
            default -> throw new IllegalStateException("no value begins with " + tokens.currentToken());
        };
    }

    private static List<@Nullable Object> list(JsonParser tokens) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(tokens));
        }
        return elements;
    }

    private static Map<String, @Nullable Object> map(JsonParser tokens) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            String name = tokens.currentName();
            tokens.nextToken();
            entries.put(name, read(tokens));
        }
        return entries;
    }
}
