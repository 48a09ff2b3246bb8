package org.rembus.broker.journal.log.format;

import java.nio.ByteBuffer;
import org.rembus.broker.journal.JournalEntry;

/** Makes batches, one after the other, in a buffer that is used again. */
public final class BatchEncoder {
    private final long epoch;
    private final int maxBytes;
    private final RecordOutput out;
    private long firstSequence;
    private int count;

    /** @param maxBytes about how many bytes of records one batch may have; a single record may be larger */
    public BatchEncoder(long epoch, int maxBytes) {
        this.epoch = epoch;
        this.maxBytes = maxBytes;
        this.out = new RecordOutput(2 * maxBytes + Batch.HEADER_BYTES);
    }

    /** Begins a batch. */
    public void begin(long first) {
        out.reset(Batch.HEADER_BYTES);
        firstSequence = first;
        count = 0;
    }

    /** Adds the entry to the batch, unless it is to begin the next one. */
    public boolean offer(JournalEntry entry) {
        if (count > 0 && out.position() - Batch.HEADER_BYTES + entry.weight() > maxBytes) {
            return false;
        }
        EntryCodec.write(entry, out);
        count++;
        return true;
    }

    public long firstSequence() {
        return firstSequence;
    }

    public int count() {
        return count;
    }

    /** How much of a file the batch takes. */
    public int size() {
        return Math.ceilDiv(out.position(), Batch.ALIGNMENT) * Batch.ALIGNMENT;
    }

    /**
     * Ends the batch.
     *
     * @return its bytes, valid until the next begins
     */
    public ByteBuffer finish(int offset, long timeNs, int commitStart) {
        Batch.finish(out, epoch, offset, count, firstSequence, timeNs, commitStart);
        return ByteBuffer.wrap(out.array(), 0, out.position());
    }
}
