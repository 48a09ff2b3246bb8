package org.rembus.broker.journal.log.format;

import java.util.Arrays;

/**
 * Where in a segment some of its batches begin, about every {@value #DISTANCE_BYTES} bytes: to find a sequence without
 * walking through the file. Thread-safe.
 */
public final class Landmarks {
    private static final int DISTANCE_BYTES = 64 * 1024;

    private long[] sequences = new long[16];
    private int[] offsets = new int[16];
    private int size;

    /** Notes a batch, if it is far enough from the last one noted. They come in order. */
    public synchronized void add(long firstSequence, int offset) {
        if (size > 0 && offset - offsets[size - 1] < DISTANCE_BYTES) {
            return;
        }
        if (size == offsets.length) {
            sequences = Arrays.copyOf(sequences, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
        }
        sequences[size] = firstSequence;
        offsets[size] = offset;
        size++;
    }

    /** Where the last batch that is noted and begins no later than this sequence begins; the first batch's place if none. */
    public synchronized int before(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, size, sequence);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? SegmentHeader.BYTES : offsets[index];
    }
}
