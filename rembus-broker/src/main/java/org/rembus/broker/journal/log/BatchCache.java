package org.rembus.broker.journal.log;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.log.format.Batch;

/** The batches that were read last, bounded in bytes: one batch is more than a page. Thread-safe. */
final class BatchCache {
    private static final float LOAD_FACTOR = 0.75f;

    private final long maxBytes;
    private final Map<Key, Batch> batches = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private long bytes;

    BatchCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Key(long segment, int offset) {}

    synchronized @Nullable Batch get(Segment segment, int offset) {
        return batches.get(new Key(segment.firstSequence(), offset));
    }

    synchronized void put(Segment segment, Batch batch) {
        Batch before = batches.put(new Key(segment.firstSequence(), batch.offset()), batch);
        bytes += batch.size() - (before == null ? 0 : before.size());
        Iterator<Batch> oldest = batches.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }
}
