package org.rembus.broker.journal.rocksdb;

import java.util.Arrays;

/** Offsets in a segment that are being collected from rows, each a sequence of distances. */
final class Offsets {
    private static final int INITIAL_CAPACITY = 16;

    private int[] offsets = new int[INITIAL_CAPACITY];
    private int count;

    /** @param ascending not negative */
    static byte[] encode(int[] ascending) {
        RowWriter row = new RowWriter();
        int last = 0;
        for (int offset : ascending) {
            row.number(offset - last);
            last = offset;
        }
        return row.toBytes();
    }

    Offsets addAll(byte[] encoded) {
        RowReader row = new RowReader(encoded);
        long last = 0;
        while (row.hasMore()) {
            last += row.number();
            if (last < 0 || last > Integer.MAX_VALUE) {
                throw new UnreadableRowException("it has the offset " + last);
            }
            add((int) last);
        }
        return this;
    }

    private void add(int offset) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = offset;
    }

    int count() {
        return count;
    }

    /** All of them once, ascending. */
    int[] distinct() {
        return Arrays.stream(offsets, 0, count).sorted().distinct().toArray();
    }
}
