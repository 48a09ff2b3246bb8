package org.rembus.broker.journal.memory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Page.Stored;
import org.rembus.broker.journal.PublishRecord;

/** The most recent publishes, by ascending sequence: added at one end, trimmed at the other, found by binary search. */
final class RecordRing {
    private static final int INITIAL_CAPACITY = 1024;

    private @Nullable Stored[] slots = new Stored[INITIAL_CAPACITY];
    private int start;
    private int size;
    private long bytes;
    private long removedThrough;

    void add(long sequence, PublishRecord record) {
        if (size == slots.length) {
            grow();
        }
        slots[slot(size)] = new Stored(sequence, record);
        size++;
        bytes += record.weight();
    }

    /** Removes the oldest until the rest weighs no more than this. */
    void trimTo(long maxBytes) {
        while (bytes > maxBytes && size > 0) {
            Stored oldest = get(0);
            slots[start] = null;
            start = slot(1);
            size--;
            bytes -= oldest.record().weight();
            removedThrough = oldest.sequence();
        }
    }

    int size() {
        return size;
    }

    /** The record at this index, counted from the oldest. */
    Stored get(int index) {
        return Objects.requireNonNull(slots[slot(index)]);
    }

    /** The index of the first record of this sequence or a later one. */
    int indexOf(long sequence) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).sequence() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The sequence of the last publish that was trimmed away; 0 when none was. */
    long removedThrough() {
        return removedThrough;
    }

    void clear() {
        slots = new Stored[INITIAL_CAPACITY];
        start = 0;
        size = 0;
        bytes = 0;
    }

    private int slot(int index) {
        return (start + index) & (slots.length - 1);
    }

    private void grow() {
        @Nullable Stored[] larger = new Stored[slots.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = slots[slot(i)];
        }
        slots = larger;
        start = 0;
    }
}
