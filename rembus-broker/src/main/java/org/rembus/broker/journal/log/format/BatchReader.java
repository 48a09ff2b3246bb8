package org.rembus.broker.journal.log.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;

/** Reads a segment's batches and checks them. For one thread. */
public final class BatchReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 16 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(WINDOW_BYTES).asReadOnlyBuffer();

    private final String file;
    private final DiskFile content;
    private final long epoch;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    private long windowStart;

    public BatchReader(Disk disk, String file, long epoch) throws IOException {
        this.file = disk.name() + "/" + file;
        this.content = disk.open(file);
        this.epoch = epoch;
        this.window.limit(0);
    }

    public long fileSize() throws IOException {
        return content.size();
    }

    public SegmentHeader header() throws IOException {
        return SegmentHeader.decode(slice(0, SegmentHeader.BYTES), file);
    }

    /**
     * Reads the batch that begins here.
     *
     * @param end where the segment ends: the batch has to, too
     * @throws LogCorruptException if there is none
     */
    public Batch read(int offset, long end) throws IOException {
        ByteBuffer header = slice(offset, Batch.HEADER_BYTES);
        int size = Batch.sizeOf(header, epoch, offset);
        if (size < 0) {
            throw new LogCorruptException(file, offset, "no batch begins there");
        }
        if (size > end - offset) {
            throw new LogCorruptException(file, offset, "a batch reaches beyond the segment's end at " + end);
        }
        byte[] bytes = new byte[size];
        if (!fill(bytes, offset)) {
            throw new LogCorruptException(file, offset, "a batch is cut off");
        }
        return Batch.check(file, offset, bytes, epoch);
    }

    private boolean fill(byte[] bytes, int offset) throws IOException {
        if (bytes.length > WINDOW_BYTES) {
            return content.read(ByteBuffer.wrap(bytes), offset) == bytes.length;
        }
        ByteBuffer found = slice(offset, bytes.length);
        boolean enough = found.remaining() == bytes.length;
        if (enough) {
            found.get(bytes);
        }
        return enough;
    }

    /** Notes where batches begin, up to {@code end}, from their headers alone. */
    public Landmarks landmarks(int end) throws IOException {
        Landmarks landmarks = new Landmarks();
        ByteBuffer headers = ByteBuffer.allocate(SegmentHeader.BYTES);
        long offset = SegmentHeader.BYTES;
        while (offset < end) {
            content.read(headers.clear(), offset);
            headers.flip();
            long start = offset;
            while (offset < end && offset - start <= headers.limit() - Batch.HEADER_BYTES) {
                ByteBuffer header = headers.duplicate().position((int) (offset - start));
                int size = Batch.sizeOf(header, epoch, (int) offset);
                if (size < 0) {
                    throw new LogCorruptException(file, offset, "no batch begins there");
                }
                landmarks.add(Batch.firstSequenceOf(header), (int) offset);
                offset += size;
            }
            if (offset == start) {
                throw new LogCorruptException(file, offset, "a batch is cut off");
            }
        }
        return landmarks;
    }

    /**
     * Whether there is a batch further on that was written when all before {@code offset}, and what was there, was
     * durable.
     */
    public boolean isCertifiedLater(int offset) throws IOException {
        long end = content.size();
        for (long at = nextPlace(offset, offset, end); at < end; at = nextPlace(at, offset, end)) {
            ByteBuffer header = slice(at, Batch.HEADER_BYTES);
            if (Batch.sizeOf(header, epoch, (int) at) >= 0 && certifies((int) at, end, offset)) {
                return true;
            }
        }
        return false;
    }

    /** Where a batch can begin behind {@code at}: the zeros that a segment is made of do not count. */
    private long nextPlace(long at, int offset, long end) throws IOException {
        long found = firstByte(at + Batch.ALIGNMENT, end);
        return found >= end ? end : found - (found - offset) % Batch.ALIGNMENT;
    }

    /** Where the first byte is, from here on, that is not zero; {@code end} when there is none. */
    private long firstByte(long from, long end) throws IOException {
        long at = from;
        while (at < end) {
            ByteBuffer bytes = ahead(at, end);
            int found = bytes.mismatch(ZEROS.duplicate().limit(bytes.remaining()));
            if (found >= 0) {
                return at + found;
            }
            at += bytes.remaining();
        }
        return end;
    }

    /** What the window still has of the bytes there, or a new window full. */
    private ByteBuffer ahead(long at, long end) throws IOException {
        boolean inside = at >= windowStart && at < windowStart + window.limit();
        long until = inside ? windowStart + window.limit() : at + WINDOW_BYTES;
        return slice(at, (int) (Math.min(until, end) - at));
    }

    private boolean certifies(int at, long end, int offset) throws IOException {
        try {
            return read(at, end).commitStart() > offset;
        } catch (LogCorruptException noBatch) {
            return false;
        }
    }

    /** Where the last byte is that is not zero, plus one; {@code offset} when there is none from there on. */
    public long endOfBytes(int offset) throws IOException {
        long found = offset;
        long end = content.size();
        for (long at = offset; at < end; at += WINDOW_BYTES) {
            ByteBuffer bytes = slice(at, (int) Math.min(WINDOW_BYTES, end - at));
            if (bytes.mismatch(ZEROS.duplicate().limit(bytes.remaining())) < 0) {
                continue;
            }
            int last = bytes.limit() - 1;
            while (last >= bytes.position() && bytes.get(last) == 0) {
                last--;
            }
            if (last >= bytes.position()) {
                found = at + last - bytes.position() + 1;
            }
        }
        return found;
    }

    /** These bytes of the file, at most a window full, or as many as there are. */
    private ByteBuffer slice(long at, int length) throws IOException {
        if (at < windowStart || at + length > windowStart + window.limit()) {
            window.clear();
            content.read(window, at);
            window.flip();
            windowStart = at;
        }
        int start = (int) (at - windowStart);
        return window.duplicate().position(start).limit(Math.min(window.limit(), start + length));
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
