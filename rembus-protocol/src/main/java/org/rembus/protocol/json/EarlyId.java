package org.rembus.protocol.json;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The id of a request whose text is broken somewhere behind it. */
final class EarlyId {
    /** Where it is looked for; peers write it first. */
    private static final int MAX_SEARCHED_BYTES = 4 * 1024;

    private EarlyId() {}

    static @Nullable MessageId find(byte[] text, int offset, int length) {
        MessageId id = null;
        try (JsonParser parser = Json.parser(text, offset, Math.min(length, MAX_SEARCHED_BYTES))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("result") || name.equals("error")) {
                    return null;
                }
                if (name.equals("id")) {
                    id = isScalar(value) ? JsonId.of(JsonToCbor.read(parser, 1)) : null;
                }
                parser.skipChildren();
            }
            return id;
        } catch (JacksonException | ProtocolException broken) {
            // Or the end of what is searched: what was found before counts.
            return id;
        }
    }

    private static boolean isScalar(@Nullable JsonToken token) {
        return token != null && token.isScalarValue();
    }
}
