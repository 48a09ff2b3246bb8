package org.rembus.broker.journal.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.Topic;

/**
 * The view of the log in a RocksDB database.
 *
 * <p>Changes are made to twins in memory; their rows are written when there are too many of those, and at a flush. Each
 * time the rows of all twins that changed are written in one batch, with the sequence they stand for, and each flush of
 * RocksDB, those it decides on by itself too, takes in all kinds of rows up to the same batch. So what is on the disk is
 * always all that the log says through one sequence: there is no half of anything to be found after a crash.
 *
 * <p>Every method may throw {@link ViewException}.
 */
public final class RocksView implements View {
    private final ViewDatabase database;
    private final TopicIndex index;
    private final LiveTwins twins;
    private long flushedThrough;
    private long writtenThrough;
    private long appliedThrough;

    private RocksView(ViewDatabase database, long maxTwinBytes) {
        this.database = database;
        this.index = new TopicIndex(database);
        this.twins = new LiveTwins(maxTwinBytes);
        this.flushedThrough = Milestones.readSequence(database);
        this.writtenThrough = flushedThrough;
        this.appliedThrough = flushedThrough;
    }

    /**
     * Opens the view in a folder, which is made, empty, when there is none.
     *
     * @throws ViewException if something else is in the folder, or what was in it is damaged, in use, or too new.
     *     Nothing has been changed then
     */
    public static RocksView open(Path directory, RocksViewLimits limits) {
        ViewDatabase database = ViewFolder.open(directory, limits);
        try {
            Milestones.checkLayout(database);
            return new RocksView(database, limits.twinBytes());
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    @Override
    public long flushedThrough() {
        return flushedThrough;
    }

    @Override
    public void apply(long sequence, JournalEntry entry) {
        if (sequence <= appliedThrough) {
            return;
        }
        switch (entry) {
            case PublishRecord publish -> hold(sequence, publish);
            case TwinChange change -> change(sequence, change);
        }
        appliedThrough = sequence;
        keepWithinBounds();
    }

    private void hold(long sequence, PublishRecord publish) {
        LiveTwin twin = twinOf(publish.publisher());
        twin.hold(sequence, Objects.requireNonNull(publish.id()), publish.receivedNs(), database);
        twins.used(twin);
    }

    private void change(long sequence, TwinChange change) {
        LiveTwin twin = twinOf(change.rid());
        twin.apply(sequence, change, database);
        twins.used(twin);
    }

    private LiveTwin twinOf(String rid) {
        LiveTwin known = find(rid);
        if (known != null) {
            return known;
        }
        LiveTwin twin = LiveTwin.anew(rid);
        twins.add(twin);
        return twin;
    }

    private @Nullable LiveTwin find(String rid) {
        LiveTwin live = twins.get(rid);
        if (live != null) {
            return live;
        }
        byte[] row = database.get(Family.TWINS, LiveTwin.key(rid));
        if (row == null) {
            return null;
        }
        LiveTwin twin = decode(rid, row);
        twins.add(twin);
        return twin;
    }

    private LiveTwin decode(String rid, byte[] row) {
        try {
            return LiveTwin.of(rid, row);
        } catch (UnreadableRowException e) {
            throw database.unreadable(Family.TWINS, e);
        }
    }

    @Override
    public Optional<TwinState> load(String rid) {
        LiveTwin twin = find(rid);
        if (twin == null) {
            return Optional.empty();
        }
        TwinState state = twin.state(database);
        twins.used(twin);
        keepWithinBounds();
        return Optional.of(state);
    }

    @Override
    public void forEach(Consumer<TwinStore.Known> visitor) {
        writeRows();
        database.scanAll(Family.TWINS, (key, row) -> {
            visitor.accept(TwinRow.known(LiveTwin.rid(key), row));
            return true;
        });
    }

    @Override
    public void forEachState(Consumer<TwinState> visitor) {
        writeRows();
        database.scanAll(Family.TWINS, (key, row) -> {
            visitor.accept(TwinRow.decode(LiveTwin.rid(key), row));
            return true;
        });
    }

    @Override
    public List<TwinStore.Listed> list(String after, int limit) {
        writeRows();
        List<TwinStore.Listed> found = new ArrayList<>();
        database.scanAfter(Family.TWINS, LiveTwin.key(after), (key, row) -> {
            String rid = LiveTwin.rid(key);
            found.add(TwinStore.Listed.of(
                    TwinRow.decode(rid, row), HeldRows.of(rid, database).count()));
            return found.size() < limit;
        });
        return found;
    }

    @Override
    public void addIndex(SegmentIndex segment) {
        index.add(segment);
    }

    @Override
    public void removeIndex(long firstSequence) {
        index.remove(firstSequence);
    }

    @Override
    public boolean hasIndex(long firstSequence) {
        return index.has(firstSequence);
    }

    @Override
    public Optional<int[]> find(long firstSequence, String tenant, @Nullable Topic filter) {
        return index.find(firstSequence, tenant, filter);
    }

    @Override
    public void flush(long through) {
        appliedThrough = Math.max(appliedThrough, through);
        writeRows();
        database.flush();
        flushedThrough = appliedThrough;
    }

    private void keepWithinBounds() {
        if (twins.isFull()) {
            writeRows();
            twins.makeRoom();
        }
    }

    private void writeRows() {
        if (appliedThrough == writtenThrough && !twins.isDirty()) {
            return;
        }
        try (RowBatch batch = database.batch()) {
            twins.writeTo(batch);
            Milestones.writeSequence(appliedThrough, batch);
            batch.write();
        }
        twins.written();
        writtenThrough = appliedThrough;
    }

    @Override
    public void close() {
        database.close();
    }
}
