package org.rembus.broker.journal.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.BatchReader;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.protocol.ProtocolException;

/** Goes through a segment's batches, in order, and checks each, and that none is missing. For one thread. */
final class SegmentWalk implements AutoCloseable {
    private final String file;
    private final BatchReader reader;
    private int offset = SegmentHeader.BYTES;
    private long nextSequence;
    private int lastCommit = SegmentHeader.BYTES;
    private boolean marked = true;

    SegmentWalk(Disk disk, Segment segment) throws IOException {
        this.file = disk.name() + "/" + segment.file();
        this.reader = new BatchReader(disk, segment.file(), segment.header().epoch());
        this.nextSequence = segment.firstSequence();
    }

    /** Takes a batch. */
    interface BatchVisitor {
        void visit(Batch batch) throws ProtocolException;
    }

    /** Visits the batches of a segment whose end is known: they have to go that far, and no further. */
    void toEnd(Segment.End end, BatchVisitor visitor) throws IOException {
        if (reader.fileSize() < end.offset()) {
            throw new LogCorruptException(file, reader.fileSize(), "it ends before its end at " + end.offset());
        }
        while (offset < end.offset()) {
            step(reader.read(offset, end.offset()), visitor);
        }
        if (offset > SegmentHeader.BYTES && nextSequence != end.lastSequence() + 1) {
            throw new LogCorruptException(
                    file, offset, "its last entry is " + (nextSequence - 1) + " and not " + end.lastSequence());
        }
    }

    /**
     * Visits the batches of the last segment, up to where the writing ended. What follows is what was being written, if
     * anything is there: it was not reported durable.
     *
     * @throws LogCorruptException if something after that was written when all before it was durable, or there was a segment
     *     after this one: it has lost its room for more
     */
    void toTornTail(BatchVisitor visitor) throws IOException {
        Batch next = nextOrNull();
        while (next != null) {
            step(next, visitor);
            next = nextOrNull();
        }
        if (!marked && !hasRoom()) {
            throw new LogCorruptException(file, "is full, and what was written after it is missing");
        }
    }

    private @Nullable Batch nextOrNull() throws IOException {
        try {
            return reader.read(offset, reader.fileSize());
        } catch (LogCorruptException damagedOrTheEnd) {
            if (reader.isCertifiedLater(offset)) {
                throw damagedOrTheEnd;
            }
            return null;
        }
    }

    private void step(Batch batch, BatchVisitor visitor) throws IOException {
        if (batch.firstSequence() != nextSequence) {
            throw new LogCorruptException(
                    file, offset, "entry " + nextSequence + " should be there, and it is " + batch.firstSequence());
        }
        try {
            visitor.visit(batch);
        } catch (ProtocolException e) {
            throw unreadable(batch, e);
        }
        nextSequence += batch.count();
        lastCommit = batch.commitStart();
        marked = batch.count() == 0;
        offset = batch.end();
    }

    private LogCorruptException unreadable(Batch batch, ProtocolException cause) {
        LogCorruptException corrupt = new LogCorruptException(
                file, batch.offset(), "a record is none that this release can read: " + cause.getMessage());
        corrupt.initCause(cause);
        return corrupt;
    }

    /** Where the walk has come to. */
    int offset() {
        return offset;
    }

    /** The sequence that the next entry would have. */
    long nextSequence() {
        return nextSequence;
    }

    /** Where the last commit begins. */
    int lastCommit() {
        return lastCommit;
    }

    /** Whether an end mark fits behind it, as is so for as long as a segment is written. */
    private boolean hasRoom() throws IOException {
        return offset + (long) Batch.HEADER_BYTES <= reader.fileSize();
    }

    /** Whether the last batch says that all is durable before it. */
    boolean isMarked() {
        return marked;
    }

    /** How far from here on the file is more than zeros: up to this offset. */
    long endOfBytes() throws IOException {
        return reader.endOfBytes(offset);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
