package org.rembus.client.values;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/**
 * Values as people read them, in a line of a log: as in JSON; binary and tagged values, which JSON lacks, in the diagnostic notation of
 * CBOR (RFC 8949, section 8): {@code h'00ff'}, {@code 80(h'00ff')}. What is long is cut, where a … says so.
 */
public final class Shown {
    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_BINARY_BYTES = 16;

    /** A payload of more bytes is not decoded to be shown. */
    private static final int MOST_PAYLOAD_BYTES = 65_536;

    private final StringBuilder text = new StringBuilder();

    private Shown() {}

    /** A payload's value; its first bytes when it is very long, or cannot be read. */
    public static String of(Payload payload) {
        return payload.length() > MOST_PAYLOAD_BYTES ? payload.toString() : of(payload.value());
    }

    /** A value as it was decoded. */
    public static String of(@Nullable Object value) {
        Shown shown = new Shown();
        shown.append(value);
        StringBuilder all = shown.text;
        if (all.length() <= MOST_CHARACTERS) {
            return all.toString();
        }
        int end = Character.isHighSurrogate(all.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return all.substring(0, end) + "…";
    }

    private boolean isFull() {
        return text.length() > MOST_CHARACTERS;
    }

    private void append(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Undefined nothing -> text.append("undefined");
            case String words -> quote(words);
            case byte[] binary -> hex(binary);
            case Tagged tagged -> {
                text.append(Long.toUnsignedString(tagged.tag())).append('(');
                append(tagged.value());
                text.append(')');
            }
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> text.append(value);
        }
    }

    private void list(List<?> list) {
        text.append('[');
        for (Iterator<?> each = list.iterator(); each.hasNext() && !isFull(); ) {
            append(each.next());
            text.append(each.hasNext() ? ", " : "");
        }
        text.append(']');
    }

    private void map(Map<?, ?> map) {
        text.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> each = map.entrySet().iterator(); each.hasNext() && !isFull(); ) {
            Map.Entry<?, ?> entry = each.next();
            append(entry.getKey());
            text.append(": ");
            append(entry.getValue());
            text.append(each.hasNext() ? ", " : "");
        }
        text.append('}');
    }

    private void quote(String words) {
        text.append('"');
        for (int i = 0; i < words.length() && !isFull(); i++) {
            char character = words.charAt(i);
            switch (character) {
                case '"', '\\' -> text.append('\\').append(character);
                case '\n' -> text.append("\\n");
                default -> {
                    if (Character.isISOControl(character)) {
                        text.append("\\u%04x".formatted((int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }

    private void hex(byte[] binary) {
        int shown = Math.min(binary.length, MOST_BINARY_BYTES);
        text.append("h'").append(HexFormat.of().formatHex(binary, 0, shown));
        if (shown == binary.length) {
            text.append('\'');
        } else {
            text.append("…' (").append(binary.length).append(" bytes)");
        }
    }
}
