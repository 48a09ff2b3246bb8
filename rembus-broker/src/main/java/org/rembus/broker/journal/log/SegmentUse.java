package org.rembus.broker.journal.log;

import java.util.Arrays;
import org.rembus.broker.journal.PublishRecord;

/** What one segment holds of each of the {@link KeptClasses}. One thread adds, others may ask meanwhile. */
final class SegmentUse {
    private static final int RECORD_BYTES = 32;

    private final long[] bytes;
    private final long[] newestNs;

    SegmentUse(int classes) {
        this.bytes = new long[classes];
        this.newestNs = new long[classes];
        Arrays.fill(newestNs, Long.MIN_VALUE);
    }

    /** Adds a message of this class. */
    synchronized void add(int number, PublishRecord publish) {
        bytes[number] += bytesOf(publish);
        newestNs[number] = Math.max(newestNs[number], publish.receivedNs());
    }

    /** About what it takes on the disk. */
    private static long bytesOf(PublishRecord publish) {
        return (long) RECORD_BYTES
                + publish.tenant().length()
                + publish.publisher().length()
                + publish.topic().length()
                + publish.data().length();
    }

    synchronized long bytes(int number) {
        return bytes[number];
    }

    /** When the newest message of this class was received; {@link Long#MIN_VALUE} when there is none. */
    synchronized long newestNs(int number) {
        return newestNs[number];
    }
}
