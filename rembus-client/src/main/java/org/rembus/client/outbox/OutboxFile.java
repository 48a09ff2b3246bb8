package org.rembus.client.outbox;

import java.util.List;
import org.rembus.client.session.Kept;
import org.rembus.client.session.OutboxStore;

/** One component's messages on disk, as {@link FileStore} uses them: by one thread. */
interface OutboxFile extends AutoCloseable {

    /** What is there; every message is read, and checked. */
    OutboxStore.Contents contents() throws OutboxFileException;

    // -- changes: durable with the next commit --

    void add(Kept message) throws OutboxFileException;

    void acknowledge(long sequence) throws OutboxFileException;

    void remove(long sequence) throws OutboxFileException;

    /** Makes all changes durable, or none. Returns when they are on disk. */
    void commit() throws OutboxFileException;

    /** Takes back all changes since the last commit. */
    void rollback() throws OutboxFileException;

    /** One page, as {@link OutboxStore#read} gives it. */
    List<Kept> read(long after) throws OutboxFileException;

    /** Closes the file; what has not been committed is as if it had not been. */
    @Override
    void close() throws OutboxFileException;
}
