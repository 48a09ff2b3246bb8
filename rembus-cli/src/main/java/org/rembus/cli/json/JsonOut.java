package org.rembus.cli.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes values as JSON in one line. What JSON lacks: binary is base64 text; NaN and the infinities are the texts
 * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; undefined is null; a key that is no text is the text of its JSON;
 * times, typed arrays and maps of other peers are the text, number, binary or map in their tag, and any other tagged value,
 * a DataFrame for example, is {@code {"tag":80,"value":…}}.
 */
public final class JsonOut {
    private static final long TAG_TIME_TEXT = 0;
    private static final long TAG_TIME_NUMBER = 1;
    private static final long TAG_MAP = 259;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonOut() {}

    /** @param value of the types that {@link org.rembus.protocol.Payload#value()} gives, or others that travel as numbers */
    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case byte[] bytes -> json.writeBinary(bytes);
            case List<?> elements -> writeList(json, elements);
            case Map<?, ?> entries -> writeMap(json, entries);
            case Tagged tagged -> writeTagged(json, tagged);
            case Undefined undefined -> json.writeNull();
            case SimpleValue simple -> write(json, Map.of("simple", simple.number()));
            default -> throw new IllegalArgumentException("no value that travels: " + value.getClass());
        }
    }

    private static void writeList(JsonGenerator json, List<?> elements) {
        json.writeStartArray();
        for (Object element : elements) {
            write(json, element);
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> entries) {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            json.writeName(entry.getKey() instanceof String name ? name : write(entry.getKey()));
            write(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void writeTagged(JsonGenerator json, Tagged tagged) {
        Object content = tagged.value();
        boolean saysAll = tagged.tag() == TAG_TIME_TEXT && content instanceof String
                || tagged.tag() == TAG_TIME_NUMBER && content instanceof Number
                || tagged.tag() == Tagged.TYPED_ARRAY && content instanceof byte[]
                || tagged.tag() == TAG_MAP && content instanceof Map;
        if (saysAll) {
            write(json, content);
            return;
        }
        json.writeStartObject();
        json.writeName("tag");
        json.writeNumber(new BigInteger(Long.toUnsignedString(tagged.tag())));
        json.writeName("value");
        write(json, content);
        json.writeEndObject();
    }
}
