package org.rembus.protocol.json;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.ItemKind;
import tools.jackson.core.JsonGenerator;

/** Challenges, which are binary: base64 in Python's dialect, an array of numbers in Julia's. */
final class Challenges {
    /** Longer ones nobody sends; they stay what they are. */
    private static final int MAX_BYTES = 4 * 1024;

    private static final int BYTE_VALUES = 256;

    private Challenges() {}

    /** A challenge in either dialect as the byte string that it stands for; anything else as it is. */
    static Payload read(Payload data) {
        byte[] bytes = data.length() > MAX_BYTES ? null : bytes(data.value());
        return bytes == null ? data : Payload.of(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable Object value) {
        return switch (value) {
            case String text -> decoded(text);
            case List<?> numbers -> bytes(numbers);
            case null -> null;
            default -> null;
        };
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static byte @Nullable [] bytes(List<?> numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(numbers.get(i) instanceof Long number) || number < 0 || number >= BYTE_VALUES) {
                return null;
            }
            bytes[i] = number.byteValue();
        }
        return bytes;
    }

    /** Whether a value can be written as one. */
    static boolean isBinary(Payload data) {
        return data.kind() == ItemKind.BYTE_STRING;
    }

    /** Writes a challenge as an array of numbers. */
    static void writeNumbers(Payload data, JsonGenerator json) {
        json.writeStartArray();
        if (data.value() instanceof byte[] bytes) {
            for (byte each : bytes) {
                json.writeNumber(each & 0xFF);
            }
        }
        json.writeEndArray();
    }
}
