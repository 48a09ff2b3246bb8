package org.rembus.protocol.json;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.ItemKind;

/** The members of one JSON object that has become CBOR: views of it, found in one pass. */
final class Members {
    private static final long NO_INTEGER = -1;

    /** Objects with more members are no envelopes. */
    private static final int MAX_MEMBERS = 16;

    private final Map<String, Payload> byName = new HashMap<>();

    /** @param object a map with texts for keys, as {@link JsonToCbor} writes it */
    static Members of(Payload object) {
        byte[] bytes = object.bytes();
        CborReader reader = new CborReader(bytes, 0, bytes.length, Integer.MAX_VALUE);
        Members members = new Members();
        try {
            int count = reader.beginMap();
            for (int i = 0; i < count && count <= MAX_MEMBERS; i++) {
                String name = reader.readText();
                int start = reader.position();
                reader.skipItem();
                members.byName.put(name, Payload.view(bytes, start, reader.position() - start));
            }
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("what was just written cannot be read", impossible);
        }
        return members;
    }

    static boolean isObject(Payload value) {
        return value.kind() == ItemKind.MAP;
    }

    static boolean isArray(Payload value) {
        return value.kind() == ItemKind.ARRAY;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    @Nullable
    Payload get(String name) {
        return byName.get(name);
    }

    Payload orNull(String name) {
        return byName.getOrDefault(name, Payload.NULL);
    }

    /** What kind of envelope this is, in either dialect; negative when it is none. */
    long discriminator() {
        long type = integer("type");
        return type == NO_INTEGER ? integer("__type__") : type;
    }

    /** By which of the two there is. */
    Dialect dialect() {
        boolean isPythons = integer("type") != NO_INTEGER;
        boolean isJulias = integer("__type__") != NO_INTEGER;
        if (isPythons == isJulias) {
            return Dialect.UNSAID;
        }
        return isPythons ? Dialect.PYTHON : Dialect.JULIA;
    }

    /** A whole number that is not negative; also one that was written as a float. */
    long integer(String name) {
        Payload value = get(name);
        Object number = value == null || value.length() > 1 + Long.BYTES ? null : value.value();
        return switch (number) {
            case Long whole -> Math.max(whole, NO_INTEGER);
            case Double whole -> whole >= 0 && whole == Math.rint(whole) ? whole.longValue() : NO_INTEGER;
            case null -> NO_INTEGER;
            default -> NO_INTEGER;
        };
    }

    @Nullable
    String text(String name) {
        Payload value = get(name);
        return value != null && value.kind() == ItemKind.TEXT ? (String) value.value() : null;
    }

    /** The bytes that a text is the base64 of. */
    byte @Nullable [] binary(String name) {
        String text = text(name);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
