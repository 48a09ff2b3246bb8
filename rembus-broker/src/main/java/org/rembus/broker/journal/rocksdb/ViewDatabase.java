package org.rembus.broker.journal.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The rows, whatever they mean: RocksDB without a log of its own, its failures told as {@link ViewException}s. */
final class ViewDatabase implements AutoCloseable {
    private static final long READAHEAD_BYTES = 2 * 1024 * 1024;
    private static final byte[] NO_PREFIX = {};

    private final Path directory;
    private final NativeResources resources;
    private final RocksDB rocks;
    private final List<ColumnFamilyHandle> handles;
    private final WriteOptions unlogged;
    private final FlushOptions untilFlushed;

    /** Takes a row; false ends the scan. */
    interface RowVisitor {
        boolean visit(byte[] key, byte[] value);
    }

    private ViewDatabase(Path directory, NativeResources resources, RocksDB rocks, List<ColumnFamilyHandle> handles) {
        this.directory = directory;
        this.resources = resources;
        this.rocks = rocks;
        this.handles = handles;
        this.unlogged = resources.own(new WriteOptions()).setDisableWAL(true);
        this.untilFlushed = resources.own(new FlushOptions()).setWaitForFlush(true);
    }

    /** Opens what is there. */
    static ViewDatabase open(Path directory, RocksViewLimits limits) {
        return open(directory, limits, RocksDB::open, WhenMissing.FAIL);
    }

    /** Opens what is there to be read only: no file is changed or made. */
    static ViewDatabase openToRead(Path directory, RocksViewLimits limits) {
        return open(directory, limits, RocksDB::openReadOnly, WhenMissing.FAIL);
    }

    /** Makes an empty one in a folder that does not exist. */
    static ViewDatabase create(Path directory, RocksViewLimits limits) {
        return open(directory, limits, RocksDB::open, WhenMissing.MAKE);
    }

    private enum WhenMissing {
        FAIL,
        MAKE
    }

    /** One of RocksDB's ways to open a database. */
    private interface Opening {
        RocksDB open(
                DBOptions options, String path, List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> handles)
                throws RocksDBException;
    }

    private static ViewDatabase open(Path directory, RocksViewLimits limits, Opening opening, WhenMissing whenMissing) {
        boolean anew = whenMissing == WhenMissing.MAKE;
        NativeResources resources = new NativeResources();
        try {
            DBOptions options = Tuning.database(limits, resources)
                    .setErrorIfExists(anew)
                    .setCreateIfMissing(anew)
                    .setCreateMissingColumnFamilies(anew);
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB rocks = resources.own(
                    opening.open(options, directory.toString(), Tuning.families(limits, resources), handles));
            handles.forEach(resources::own);
            return new ViewDatabase(directory, resources, rocks, handles);
        } catch (RocksDBException e) {
            resources.close();
            throw ViewException.of(directory, e);
        } catch (RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    ColumnFamilyHandle handle(Family family) {
        return handles.get(family.ordinal());
    }

    byte @Nullable [] get(Family family, byte[] key) {
        try {
            return rocks.get(handle(family), key);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    RowBatch batch() {
        return new RowBatch(this);
    }

    void write(WriteBatch changes) {
        try {
            rocks.write(unlogged, changes);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /** Writes all that is in memory to files that survive, all of it at once. */
    void flush() {
        try {
            rocks.flush(untilFlushed, handles);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /** Visits all rows of a family, by key, past the cache. */
    void scanAll(Family family, RowVisitor visitor) {
        try (ReadOptions options = new ReadOptions().setFillCache(false).setReadaheadSize(READAHEAD_BYTES)) {
            scan(family, NO_PREFIX, options, visitor);
        }
    }

    /** Visits the rows behind this key, by key, past the cache. */
    void scanAfter(Family family, byte[] key, RowVisitor visitor) {
        try (ReadOptions options = new ReadOptions().setFillCache(false)) {
            scan(family, key.length == 0 ? NO_PREFIX : Arrays.copyOf(key, key.length + 1), options, visitor);
        }
    }

    /** Visits the rows whose key begins so, by key. */
    void scan(Family family, byte[] prefix, RowVisitor visitor) {
        try (Slice end = new Slice(successor(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end)) {
            scan(family, prefix, options, visitor);
        }
    }

    private void scan(Family family, byte[] from, ReadOptions options, RowVisitor visitor) {
        try (RocksIterator rows = rocks.newIterator(handle(family), options)) {
            rows.seek(from);
            while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
                rows.next();
            }
            // An iterator that met damage looks like one that is done.
            rows.status();
        } catch (RocksDBException e) {
            throw failure(e);
        } catch (UnreadableRowException e) {
            throw unreadable(family, e);
        }
    }

    /** The smallest key that is larger than all that begin so. No prefix is all ones: it begins with a length or a sequence. */
    private static byte[] successor(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] successor = Arrays.copyOf(prefix, last + 1);
        successor[last]++;
        return successor;
    }

    ViewException unreadable(Family family, UnreadableRowException e) {
        return damaged("a row of " + family + " is unreadable, " + e.getMessage());
    }

    ViewException damaged(String complaint) {
        return ViewException.damaged(directory, complaint);
    }

    ViewException tooNew(String complaint) {
        return ViewException.tooNew(directory, complaint);
    }

    ViewException failure(RocksDBException e) {
        return ViewException.of(directory, e);
    }

    /** Does nothing the second time: what is native would crash. */
    @Override
    public void close() {
        if (rocks.isOwningHandle()) {
            rocks.cancelAllBackgroundWork(true);
            resources.close();
        }
    }
}
