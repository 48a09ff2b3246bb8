package org.rembus.broker.journal.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes of rows that are made together, or not at all. */
final class RowBatch implements AutoCloseable {
    private final ViewDatabase database;
    private final WriteBatch changes = new WriteBatch();

    RowBatch(ViewDatabase database) {
        this.database = database;
    }

    void put(Family family, byte[] key, byte[] value) {
        try {
            changes.put(database.handle(family), key, value);
        } catch (RocksDBException e) {
            throw database.failure(e);
        }
    }

    void delete(Family family, byte[] key) {
        try {
            changes.delete(database.handle(family), key);
        } catch (RocksDBException e) {
            throw database.failure(e);
        }
    }

    /** Deletes what there is from {@code first}, included, to {@code end}, excluded. */
    void deleteRange(Family family, byte[] first, byte[] end) {
        try {
            changes.deleteRange(database.handle(family), first, end);
        } catch (RocksDBException e) {
            throw database.failure(e);
        }
    }

    long bytes() {
        return changes.getDataSize();
    }

    /** Makes the changes and begins anew. They survive once the database has been flushed. */
    void write() {
        database.write(changes);
        changes.clear();
    }

    @Override
    public void close() {
        changes.close();
    }
}
