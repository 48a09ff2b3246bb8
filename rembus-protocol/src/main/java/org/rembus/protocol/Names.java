package org.rembus.protocol;

import java.nio.charset.StandardCharsets;

/** Checks that topics and component names share. */
final class Names {
    private Names() {}

    /** Whether the text has at most this many bytes of UTF-8. */
    static boolean fits(String text, int maxBytes) {
        return text.length() <= maxBytes && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
