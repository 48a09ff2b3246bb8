package org.rembus.broker.settings;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON strictly: one value, and no key twice. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** How the parser tells of a key that is there already; then comes the key. */
    private static final String SECOND = "Duplicate Object property ";

    private Json() {}

    /**
     * The value as maps, lists, texts, numbers and booleans; nothing, or {@code null}, is the empty text.
     *
     * @throws IllegalArgumentException if it is no JSON; the message says why, and where
     */
    static Object parse(String text) {
        try {
            JsonNode content = MAPPER.readTree(text);
            Object value = MAPPER.convertValue(content, Object.class);
            return value == null ? "" : value;
        } catch (DatabindException e) {
            throw new IllegalArgumentException("there is more than one JSON value", e);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + " ";
            throw new IllegalArgumentException(where + complaint(e.getOriginalMessage()), e);
        }
    }

    private static String complaint(String original) {
        return original.startsWith(SECOND)
                ? "is a second " + original.substring(SECOND.length())
                : "is no JSON: " + original;
    }
}
