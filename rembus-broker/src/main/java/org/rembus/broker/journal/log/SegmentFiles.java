package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;
import org.rembus.broker.journal.log.format.SegmentHeader;

/**
 * Makes the files of segments, one of them ahead of need. A file gets a segment's name when its header is on the disk, so
 * that there is no segment without one, whatever happens meanwhile. Those of a new journal are small, and each is twice as
 * large as the one before, up to what is wanted: a journal with little in it takes little room.
 */
final class SegmentFiles {
    private static final String SPARE = ".spare";
    private static final int FIRST_BYTES = 4 * 1024 * 1024;

    private final Disk disk;
    private final int segmentBytes;
    private final Executor helper;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicReference<@Nullable Spare> spare = new AtomicReference<>();
    private volatile int nextBytes;
    private volatile boolean closed;

    // -- the writer's thread --
    private @Nullable Segment preparedFor;

    SegmentFiles(Disk disk, int segmentBytes, Executor helper) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.helper = helper;
        this.nextBytes = Math.min(segmentBytes, FIRST_BYTES);
    }

    private record Spare(String name, DiskFile file, int bytes) {}

    /** The last segment there is has a file of this size. */
    void growFrom(long bytes) {
        nextBytes = Math.clamp(2 * bytes, Math.min(segmentBytes, FIRST_BYTES), segmentBytes);
    }

    static boolean isSpare(String name) {
        return name.endsWith(SPARE);
    }

    /** What is wrong, as a sentence, with the name of the file. */
    String explain(String file, Exception cause) {
        String why = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        return "cannot write " + disk.name() + "/" + file + ": " + why;
    }

    /**
     * Makes a segment.
     *
     * @param room how many bytes of batches it must be able to take
     */
    DiskFile begin(SegmentHeader header, int room) throws IOException {
        Spare taken = take(room);
        String name = Segment.fileName(header.firstSequence());
        return rename(taken, header, List.of(taken.name(), name));
    }

    /** Makes a segment in the place of one that has the same header, no batch, and not enough room. */
    DiskFile replace(SegmentHeader header, int room) throws IOException {
        Spare taken = take(room);
        return rename(taken, header, List.of(taken.name()));
    }

    /** @param unwanted what must not be left if this fails */
    private DiskFile rename(Spare taken, SegmentHeader header, List<String> unwanted) throws IOException {
        try {
            taken.file().write(header.encode(), 0);
            taken.file().force();
            disk.rename(taken.name(), Segment.fileName(header.firstSequence()));
        } catch (IOException | RuntimeException e) {
            discard(taken.file(), unwanted, e);
            throw e;
        }
        return taken.file();
    }

    private Spare take(int room) throws IOException {
        int bytes = Math.addExact(room, SegmentHeader.BYTES);
        Spare ready = spare.get();
        if (ready != null && bytes <= ready.bytes() && spare.compareAndSet(ready, null)) {
            return ready;
        }
        return make(Math.max(bytes, nextBytes));
    }

    private Spare make(int bytes) throws IOException {
        if (disk.freeBytes() < bytes) {
            throw new IOException("there is no room for a segment of " + bytes + " bytes");
        }
        String name = made.incrementAndGet() + SPARE;
        DiskFile file = disk.create(name, bytes);
        growFrom(bytes);
        return new Spare(name, file, bytes);
    }

    /** Has a file made for the segment after this; once, however often it is asked. The writer's thread. */
    void prepare(Segment active) {
        if (preparedFor != active) {
            preparedFor = active;
            helper.execute(this::makeSpare);
        }
    }

    private void makeSpare() {
        if (closed || spare.get() != null) {
            return;
        }
        try {
            spare.set(make(nextBytes));
        } catch (IOException diskIsFull) {
            return; // who needs the file makes it then, and reports what is wrong if it still is
        }
        if (closed) {
            close();
        }
    }

    /** Makes no more files, and removes the one that was not needed. */
    void close() {
        closed = true;
        Spare unused = spare.getAndSet(null);
        if (unused != null) {
            // the name of no segment: what cannot be removed now is when the log is opened
            discard(unused.file(), List.of(unused.name()), new IOException());
        }
    }

    private void discard(DiskFile file, List<String> names, Exception cause) {
        try {
            file.close();
            for (String name : names) {
                discard(name);
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void discard(String name) throws IOException {
        try {
            disk.delete(name);
        } catch (NoSuchFileException e) {
            return; // it never had that name, or has it no more
        }
    }
}
