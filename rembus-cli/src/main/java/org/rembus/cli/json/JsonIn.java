package org.rembus.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON. Integers are exact, whatever their size; a number with a fraction or an exponent is a 64-bit float, and an
 * error when it is too large for one. Of equal names in an object the last one counts.
 */
public final class JsonIn {
    private static final int MAX_DIGITS = 150_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.MAX_NESTING)
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(Limits.DEFAULT_MAX_MESSAGE_BYTES)
                    .maxNameLength(Limits.DEFAULT_MAX_MESSAGE_BYTES)
                    .build())
            .build();

    private JsonIn() {}

    /**
     * The value that a text is.
     *
     * @param utf8 the text in UTF-8
     */
    public static @Nullable Object read(byte[] utf8) throws NotJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return only(parser);
        } catch (JacksonException wrong) {
            throw new NotJsonException(wrong.getOriginalMessage(), wrong);
        }
    }

    /**
     * An argument as people write them: a text that is JSON is that value, any other is itself.
     *
     * @throws NotJsonException if it is JSON, but cannot travel
     */
    public static @Nullable Object readOrTake(String text) throws NotJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return only(parser);
        } catch (StreamConstraintsException tooMuch) {
            throw new NotJsonException(tooMuch.getOriginalMessage(), tooMuch);
        } catch (StreamReadException noJson) {
            return text;
        }
    }

    private static @Nullable Object only(JsonParser parser) throws NotJsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new StreamReadException(parser, "there is nothing");
        }
        Object value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new StreamReadException(parser, "there is more than one value");
        }
        return value;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws NotJsonException {
        return switch (token) {
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    private static Double number(JsonParser parser) throws NotJsonException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new NotJsonException(parser.getString() + " is too large for a 64-bit float");
        }
        return number;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws NotJsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            elements.add(value(parser, next));
        }
        return elements;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws NotJsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }
}
