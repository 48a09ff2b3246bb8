package org.rembus.broker.journal.rocksdb;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinImage;
import org.rembus.broker.journal.TwinState;
import org.rembus.protocol.MessageId;

/** A twin that is kept ready to be changed, and may have changed since its rows were written. */
final class LiveTwin {
    private static final int OWN_BYTES = 512;
    private static final int HEAP_BYTES_PER_ROW_BYTE = 6;
    private static final int HELD_BYTES = 256;
    private static final int RANGE_BYTES = 64;

    private final String rid;
    private final TwinImage image;
    private @Nullable HeldRows held;
    private boolean changed;
    private int rowBytes;
    private long weight;
    private long growth;

    private LiveTwin(String rid, TwinImage image, int rowBytes) {
        this.rid = rid;
        this.image = image;
        this.rowBytes = rowBytes;
        weigh();
    }

    static LiveTwin of(String rid, byte[] row) {
        return new LiveTwin(rid, TwinImage.of(TwinRow.decode(rid, row)), row.length);
    }

    /** One that nobody has heard of: it will have a row. */
    static LiveTwin anew(String rid) {
        LiveTwin twin = new LiveTwin(rid, new TwinImage(rid), 0);
        twin.changed = true;
        return twin;
    }

    static byte[] key(String rid) {
        return rid.getBytes(StandardCharsets.UTF_8);
    }

    static String rid(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    void apply(long sequence, TwinChange change, ViewDatabase database) {
        switch (change) {
            case TwinChange.Arrived arrived -> {}
            case TwinChange.Released released -> {
                held(database).release(released.id());
                grow(HELD_BYTES);
            }
            default -> {
                image.apply(sequence, change);
                changed = true;
                grow(growthBy(change));
            }
        }
    }

    void hold(long sequence, MessageId id, long receivedNs, ViewDatabase database) {
        held(database).hold(sequence, id, receivedNs);
        grow(HELD_BYTES);
    }

    private HeldRows held(ViewDatabase database) {
        HeldRows rows = held;
        if (rows == null) {
            rows = HeldRows.of(rid, database);
            held = rows;
        }
        return rows;
    }

    TwinState state(ViewDatabase database) {
        TwinState state = image.state();
        return new TwinState(
                rid,
                state.subscriptions(),
                state.highestNumber(),
                state.exposed(),
                held(database).snapshot(),
                state.acknowledges(),
                state.delivery());
    }

    boolean isDirty() {
        return changed || held != null && held.isDirty();
    }

    void writeTo(RowBatch batch) {
        if (changed) {
            byte[] row = TwinRow.encode(image.state());
            batch.put(Family.TWINS, key(rid), row);
            rowBytes = row.length;
        }
        if (held != null) {
            held.writeTo(batch);
        }
    }

    /** The rows are written. */
    void written() {
        changed = false;
        if (held != null) {
            held.written();
        }
        weigh();
    }

    String rid() {
        return rid;
    }

    /**
     * About how many bytes of the heap it takes, at most: changes count as if each left something behind, until the rows
     * are written and tell.
     */
    long weight() {
        return weight;
    }

    /** How much it has grown since this was last asked. */
    long takeGrowth() {
        long taken = growth;
        growth = 0;
        return taken;
    }

    private void weigh() {
        grow(OWN_BYTES + (long) rowBytes * HEAP_BYTES_PER_ROW_BYTE - weight);
    }

    private void grow(long bytes) {
        weight += bytes;
        growth += bytes;
    }

    private static int growthBy(TwinChange change) {
        return switch (change) {
            case TwinChange.Subscribed subscribed -> subscribed.weight() * HEAP_BYTES_PER_ROW_BYTE;
            case TwinChange.Exposed exposed -> exposed.weight() * HEAP_BYTES_PER_ROW_BYTE;
            case TwinChange.Acknowledged acknowledged -> RANGE_BYTES;
            default -> 0;
        };
    }
}
