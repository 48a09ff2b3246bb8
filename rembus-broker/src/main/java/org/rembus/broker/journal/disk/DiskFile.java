package org.rembus.broker.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads may run beside each other and beside one writer, as long as they are of other bytes. */
public interface DiskFile extends AutoCloseable {

    long size() throws IOException;

    /**
     * Reads until {@code target} is full or the file ends.
     *
     * @return how many bytes were read
     */
    int read(ByteBuffer target, long at) throws IOException;

    /** Writes all that remains in {@code source}. */
    void write(ByteBuffer source, long at) throws IOException;

    /**
     * Makes what was written survive a loss of power. After a failure nobody knows which of it does, not even when a
     * second call succeeds.
     */
    void force() throws IOException;

    /** Cuts the file off at this size. */
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
