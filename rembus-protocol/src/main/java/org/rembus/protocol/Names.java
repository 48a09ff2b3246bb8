package org.rembus.protocol;

/** Checks that topics and component names share. */
final class Names {
    private Names() {}

    /** Whether the text has at most this many bytes of UTF-8. */
    static boolean fits(String text, int maxBytes) {
        if (text.length() > maxBytes) {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // Half of a pair is two bytes of four.
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes <= maxBytes;
    }

    /** Whether the text has no control character, and no half of a surrogate pair, which UTF-8 could not carry. */
    static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return Utf8.canEncode(text);
    }
}
