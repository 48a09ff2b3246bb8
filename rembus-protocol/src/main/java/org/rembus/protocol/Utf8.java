package org.rembus.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int INVALID = -1;

    private Utf8() {}

    /** Whether UTF-8 can carry the text: it has no half of a surrogate pair. */
    public static boolean canEncode(String text) {
        int next;
        for (int i = 0; i < text.length(); i += Character.charCount(next)) {
            next = text.codePointAt(i);
            if (next <= Character.MAX_VALUE && Character.isSurrogate((char) next)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes from {@code start} to {@code end} are valid. */
    public static boolean isValid(byte[] array, int start, int end) {
        return validEnd(array, start, end) == end;
    }

    /**
     * Checks a text that may go on after {@code end}.
     *
     * @return where the last complete character ends, when what follows it may be the begin of one more; -1 when these
     *     bytes can be no part of a text, whatever follows
     */
    public static int validEnd(byte[] array, int start, int end) {
        int i = start;
        while (i < end) {
            int first = array[i] & 0xFF;
            if (first < 0x80) {
                i = asciiEnd(array, i, end);
                continue;
            }
            int length = sequenceLength(first);
            int available = Math.min(length, end - i);
            if (length == 0 || !isBegin(array, i, available, first)) {
                return INVALID;
            }
            if (available < length) {
                return i;
            }
            i += length;
        }
        return i;
    }

    private static int asciiEnd(byte[] array, int start, int end) {
        int i = start;
        while (end - i >= Long.BYTES && ((long) LONGS.get(array, i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        while (i < end && array[i] >= 0) {
            i++;
        }
        return i;
    }

    private static int sequenceLength(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static boolean isBegin(byte[] array, int at, int length, int first) {
        for (int k = 1; k < length; k++) {
            if ((array[at + k] & 0xC0) != 0x80) {
                return false;
            }
        }
        return length == 1 || isSecond(first, array[at + 1] & 0xFF);
    }

    private static boolean isSecond(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0; // shorter forms exist
            case 0xED -> second < 0xA0; // surrogates
            case 0xF0 -> second >= 0x90; // shorter forms exist
            case 0xF4 -> second < 0x90; // beyond U+10FFFF
            default -> true;
        };
    }
}
