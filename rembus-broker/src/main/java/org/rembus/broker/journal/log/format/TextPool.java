package org.rembus.broker.journal.log.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the same string again for the same bytes, mostly: the names in a log repeat. A bounded table in which the
 * newest text takes the place of another with the same hash. Not thread-safe.
 */
public final class TextPool {
    private static final int SLOTS = 1024;

    private final byte[][] keys = new byte[SLOTS][0];
    private final @Nullable String[] values = new String[SLOTS];

    String text(byte[] array, int start, int length) {
        int slot = slotOf(array, start, length);
        String known = values[slot];
        if (known != null && Arrays.equals(array, start, start + length, keys[slot], 0, keys[slot].length)) {
            return known;
        }
        String text = new String(array, start, length, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(array, start, start + length);
        values[slot] = text;
        return text;
    }

    private static int slotOf(byte[] array, int start, int length) {
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
