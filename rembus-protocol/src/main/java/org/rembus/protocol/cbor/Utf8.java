package org.rembus.protocol.cbor;

/** Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** Whether the bytes from {@code start} to {@code end} are valid. */
    static boolean isValid(byte[] array, int start, int end) {
        int i = start;
        while (i < end) {
            int first = array[i] & 0xFF;
            if (first < 0x80) {
                i++;
                continue;
            }
            int length = sequenceLength(first);
            if (length == 0 || i + length > end || !isSequence(array, i, length, first)) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static int sequenceLength(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static boolean isSequence(byte[] array, int at, int length, int first) {
        for (int k = 1; k < length; k++) {
            if ((array[at + k] & 0xC0) != 0x80) {
                return false;
            }
        }
        int second = array[at + 1] & 0xFF;
        return switch (first) {
            case 0xE0 -> second >= 0xA0; // shorter forms exist
            case 0xED -> second < 0xA0; // surrogates
            case 0xF0 -> second >= 0x90; // shorter forms exist
            case 0xF4 -> second < 0x90; // beyond U+10FFFF
            default -> true;
        };
    }
}
