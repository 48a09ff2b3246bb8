package org.rembus.protocol.arrow;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Columns of maps, which are objects: a key that is no text is the text of its JSON. */
final class Maps {
    private static final JsonFactory JSON = new JsonFactory();

    private Maps() {}

    static Layout of(Layout keys, Layout values) {
        return batch -> {
            Batch.Node node = batch.node();
            Validity validity = batch.validity(node);
            IntToLongFunction offsets = Nested.offsets(Integers.INT, node, batch);
            Batch.Node entries = batch.node();
            batch.validity(entries);
            Column keyColumn = keys.read(batch);
            Column valueColumn = values.read(batch);
            return new Column(node.length(), validity, (row, json) -> {
                long start = offsets.applyAsLong(row);
                long end = offsets.applyAsLong(row + 1);
                Nested.expectRange(keyColumn, start, end);
                write(keyColumn, valueColumn, (int) start, (int) end, json);
            });
        };
    }

    private static void write(Column keys, Column values, int start, int end, JsonGenerator json)
            throws ProtocolException {
        Set<String> names = new HashSet<>();
        json.writeStartObject();
        for (int i = start; i < end; i++) {
            String name = key(keys, i);
            if (!names.add(name)) {
                throw new ProtocolException("a DataFrame with a map in which a key is twice");
            }
            json.writeName(name);
            values.write(i, json);
        }
        json.writeEndObject();
    }

    private static String key(Column keys, int row) throws ProtocolException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            keys.write(row, json);
        }
        byte[] bytes = text.toByteArray();
        return bytes[0] == '"' ? unquoted(bytes) : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String unquoted(byte[] text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            return json.getString();
        }
    }
}
