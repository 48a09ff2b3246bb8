package org.rembus.broker.journal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Page.Stored;

/**
 * The most recent publishes, by ascending sequence: added at one end, trimmed at the other, found by binary search. Not
 * thread-safe.
 */
public final class RecentRecords {
    private static final int MAX_RECORDS_LOOKED_AT = 4096;
    private static final int INITIAL_CAPACITY = 1024;

    private @Nullable Stored[] slots = new Stored[INITIAL_CAPACITY];
    private int start;
    private int size;
    private long bytes;
    private long removedThrough;

    /** Adds one that is newer than all others. */
    public void add(long sequence, PublishRecord record) {
        if (size == slots.length) {
            grow();
        }
        slots[slot(size)] = new Stored(sequence, record);
        size++;
        bytes += record.weight();
    }

    /** Says that what there is through this sequence is not here. */
    public void startAfter(long sequence) {
        removedThrough = sequence;
    }

    /** Removes the oldest until the rest weighs no more than this. */
    public void trimTo(long maxBytes) {
        while (bytes > maxBytes && size > 0) {
            Stored oldest = get(0);
            slots[start] = null;
            start = slot(1);
            size--;
            bytes -= oldest.record().weight();
            removedThrough = oldest.sequence();
        }
    }

    /**
     * The page that begins where the request says, of what is here.
     *
     * @param last the sequence of the last durable entry, of whatever kind
     * @param removed see {@link Page#removedThrough}
     */
    public Page page(ReadRequest request, long last, long removed) {
        PageBuilder page = new PageBuilder(request);
        int first = indexOf(request.from());
        int end = Math.min(size - first, MAX_RECORDS_LOOKED_AT) + first;
        for (int i = first; i < end; i++) {
            Stored stored = get(i);
            if (request.wants(stored.record()) && !page.offer(stored)) {
                return page.page(stored.sequence(), false, removed, null);
            }
        }
        boolean atHead = end == size;
        return page.page(atHead ? last + 1 : get(end).sequence(), atHead, removed, null);
    }

    /** The record at this index, counted from the oldest. */
    private Stored get(int index) {
        return Objects.requireNonNull(slots[slot(index)]);
    }

    /** The index of the first record of this sequence or a later one. */
    private int indexOf(long sequence) {
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

    /** All publishes after this sequence are here; 0 when none was ever trimmed away. */
    public long removedThrough() {
        return removedThrough;
    }

    public void clear() {
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
