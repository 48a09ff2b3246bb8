package org.rembus.broker.routing.progress;

/**
 * Sequences in ascending order, nearly always added at the end and removed near the beginning: that takes constant time, and
 * no object for each.
 */
final class SequenceRow {
    private static final int FIRST_CAPACITY = 16;
    private static final long[] NOTHING = {};

    /** A ring; its length is a power of two, or 0. */
    private long[] slots = NOTHING;

    private int start;
    private int size;

    int size() {
        return size;
    }

    /** The sequence at this index, counted from the smallest. */
    long get(int index) {
        return slots[slot(index)];
    }

    /** The index of the smallest one from {@code from} on; {@link #size} when there is none. */
    int indexOfFirst(long from) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle) < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean contains(long sequence) {
        int index = indexOfFirst(sequence);
        return index < size && get(index) == sequence;
    }

    /** Adds it, unless it is there. */
    void add(long sequence) {
        int index = size > 0 && get(size - 1) < sequence ? size : indexOfFirst(sequence);
        if (index < size && get(index) == sequence) {
            return;
        }
        if (size == slots.length) {
            grow();
        }
        size++;
        for (int i = size - 1; i > index; i--) {
            slots[slot(i)] = get(i - 1);
        }
        slots[slot(index)] = sequence;
    }

    /** Removes it, if it is there. */
    void remove(long sequence) {
        int index = indexOfFirst(sequence);
        if (index == size || get(index) != sequence) {
            return;
        }
        for (int i = index; i > 0; i--) {
            slots[slot(i)] = get(i - 1);
        }
        start = slot(1);
        size--;
    }

    void clear() {
        slots = NOTHING;
        start = 0;
        size = 0;
    }

    private int slot(int index) {
        return (start + index) & (slots.length - 1);
    }

    private void grow() {
        long[] larger = new long[Math.max(FIRST_CAPACITY, 2 * slots.length)];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        slots = larger;
        start = 0;
    }
}
