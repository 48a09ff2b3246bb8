package org.rembus.broker.journal.rocksdb;

import java.nio.charset.StandardCharsets;

/** What the database says of itself: the version of its layout, and the sequence through which it holds what the log says. */
final class Milestones {
    /** Raised when older versions of this program can no longer read what is written. */
    static final int LAYOUT = 1;

    private static final byte[] LAYOUT_KEY = "layout".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQUENCE_KEY = "sequence".getBytes(StandardCharsets.US_ASCII);

    private Milestones() {}

    /** Those of an empty view. */
    static void writeFirst(RowBatch batch) {
        batch.put(Family.DEFAULT, LAYOUT_KEY, new RowWriter().fixed(LAYOUT).toBytes());
        writeSequence(0, batch);
    }

    static void writeSequence(long sequence, RowBatch batch) {
        batch.put(Family.DEFAULT, SEQUENCE_KEY, new RowWriter().fixed(sequence).toBytes());
    }

    /** Refuses a layout that this version does not know. */
    static void checkLayout(ViewDatabase database) {
        long layout = read(LAYOUT_KEY, database);
        if (layout > LAYOUT) {
            throw database.tooNew("its layout is " + layout + ", this version knows " + LAYOUT);
        }
        if (layout < LAYOUT) {
            throw database.damaged("its layout is " + layout);
        }
    }

    static long readSequence(ViewDatabase database) {
        return read(SEQUENCE_KEY, database);
    }

    private static long read(byte[] key, ViewDatabase database) {
        byte[] value = database.get(Family.DEFAULT, key);
        if (value == null || value.length != Long.BYTES) {
            throw database.damaged("its " + new String(key, StandardCharsets.US_ASCII) + " is missing");
        }
        return new RowReader(value).fixed();
    }
}
