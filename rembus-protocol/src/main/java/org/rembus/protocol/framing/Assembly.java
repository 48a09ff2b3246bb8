package org.rembus.protocol.framing;

import java.util.Arrays;
import org.rembus.protocol.Utf8;

/**
 * The bytes of a message that did not come whole. Its array grows with what has really been received, never because a
 * header promises more.
 */
public final class Assembly {
    /** Up to here an assembly is not counted. */
    public static final int FREE_BYTES = 4096;

    private static final int FIRST_BYTES = 256;
    private static final byte[] NOTHING = {};

    private final ByteBudget budget;
    private byte[] array = NOTHING;
    private int length;
    private int checked;

    /** An empty one. */
    public Assembly(ByteBudget budget) {
        this.budget = budget;
    }

    /** What has been appended, at its beginning; replaced when it grows. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /**
     * Appends bytes, unmasked.
     *
     * @param count how many, from {@code from} on
     * @param key of WebSocket, 0 where there is none
     * @param mostBytes how long the message can become
     * @return false when the budget has no room for them
     */
    public boolean append(byte[] source, int from, int count, int key, int mostBytes) {
        if (count > array.length - length && !grow(length + count, mostBytes)) {
            return false;
        }
        System.arraycopy(source, from, array, length, count);
        Masking.apply(array, length, count, key);
        length += count;
        return true;
    }

    private boolean grow(int needed, int mostBytes) {
        long doubled = Math.max(FIRST_BYTES, 2L * array.length);
        int capacity = Math.max(needed, (int) Math.min(doubled, mostBytes));
        // The copy that this makes is not counted twice: the one before it is garbage when this returns.
        int more = counted(capacity) - counted(array.length);
        if (more > 0 && !budget.take(more)) {
            return false;
        }
        array = Arrays.copyOf(array, capacity);
        return true;
    }

    /** Checks the text appended since the last call; {@code last}: no character may remain incomplete. */
    boolean isUtf8(boolean last) {
        int end = Utf8.validEnd(array, checked, length);
        checked = end;
        return last ? end == length : end >= 0;
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        int bytes = counted(array.length);
        if (bytes > 0) {
            budget.giveBack(bytes);
        }
        array = NOTHING;
        length = 0;
        checked = 0;
    }

    private static int counted(int capacity) {
        return capacity > FREE_BYTES ? capacity : 0;
    }
}
