package org.rembus.broker.journal.rocksdb;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The twins that were used last, and among them those whose rows are behind.
 *
 * <p>Once they weigh too much, the rows of all that changed are written at one time, not just of those that go: so the
 * rows always stand for one sequence. A quarter of the room is made free then, and that much must come before the next
 * time: this spreads the cost, even when a single twin weighs more than all may.
 */
final class LiveTwins {
    private static final int INITIAL_CAPACITY = 1024;
    private static final float LOAD_FACTOR = 0.75f;

    private final long maxBytes;
    private final long step;
    private final LinkedHashMap<String, LiveTwin> byUse = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);
    private final Set<LiveTwin> dirty = new LinkedHashSet<>();
    private long bytes;
    private long ceiling;

    LiveTwins(long maxBytes) {
        this.maxBytes = maxBytes;
        this.step = maxBytes / 4;
        this.ceiling = maxBytes;
    }

    @Nullable
    LiveTwin get(String rid) {
        return byUse.get(rid);
    }

    void add(LiveTwin twin) {
        byUse.put(twin.rid(), twin);
        used(twin);
    }

    /** Takes notice of what became of a twin that is here. */
    void used(LiveTwin twin) {
        bytes += twin.takeGrowth();
        if (twin.isDirty()) {
            dirty.add(twin);
        }
    }

    boolean isFull() {
        return bytes > ceiling;
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    void writeTo(RowBatch batch) {
        dirty.forEach(twin -> twin.writeTo(batch));
    }

    /** The rows are written. */
    void written() {
        for (LiveTwin twin : dirty) {
            twin.written();
            bytes += twin.takeGrowth();
        }
        dirty.clear();
    }

    /** Lets those go that were not used for longest; none may be dirty. */
    void makeRoom() {
        Iterator<LiveTwin> oldest = byUse.values().iterator();
        while (bytes > maxBytes - step && byUse.size() > 1) {
            bytes -= oldest.next().weight();
            oldest.remove();
        }
        ceiling = Math.max(maxBytes, bytes + step);
    }
}
