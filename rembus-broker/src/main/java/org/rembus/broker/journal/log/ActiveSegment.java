package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.rembus.broker.journal.disk.DiskFile;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.SegmentHeader;

/** The segment that is being written. The writer's thread only. */
final class ActiveSegment implements AutoCloseable {
    private final Segment segment;
    private final DiskFile file;
    private final long capacity;
    private int position;
    private int durableEnd;
    private long lastSequence;
    private long durableLast;
    private boolean marked;

    /**
     * @param position where the next batch goes; all before is durable
     * @param lastSequence the last one in it or before it
     * @param marked see {@link #isMarked}
     */
    ActiveSegment(Segment segment, DiskFile file, int position, long lastSequence, boolean marked) throws IOException {
        this.segment = segment;
        this.file = file;
        this.capacity = file.size();
        this.position = position;
        this.durableEnd = position;
        this.lastSequence = lastSequence;
        this.durableLast = lastSequence;
        this.marked = marked;
    }

    Segment segment() {
        return segment;
    }

    /** Where the next batch goes. */
    int position() {
        return position;
    }

    /** Of the last entry written. */
    long lastSequence() {
        return lastSequence;
    }

    boolean isEmpty() {
        return position == SegmentHeader.BYTES;
    }

    /** Whether a batch of this size fits, and an end mark after it. */
    boolean hasRoom(int size) {
        return position + (long) size + Batch.HEADER_BYTES <= capacity;
    }

    boolean isHalfFull() {
        return position > capacity / 2;
    }

    long capacity() {
        return capacity;
    }

    /** Whether the file itself says that its last entry is durable. */
    boolean isMarked() {
        return marked;
    }

    boolean isForced() {
        return durableEnd == position;
    }

    void write(ByteBuffer batch, long last) throws IOException {
        int size = batch.remaining();
        file.write(batch, position);
        position += size;
        lastSequence = last;
        marked = false;
    }

    void force() throws IOException {
        file.force();
        durableEnd = position;
        durableLast = lastSequence;
    }

    /** Where it ends as far as it is durable. */
    Segment.End durableEnd(long nowNs) {
        return new Segment.End(durableEnd, durableLast, nowNs);
    }

    /** Gives back the room that was not used. */
    void trim() throws IOException {
        file.truncate(position);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
