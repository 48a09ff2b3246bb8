package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.log.view.ViewSource;

/**
 * Opens the log in a directory: finds its segments and checks what is needed; only then cuts off what was being written
 * when an earlier process ended, and tells the view what it does not have. Called before anything else happens; blocks.
 */
final class LogOpening {
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Disk disk;
    private final ViewSource source;
    private final SegmentFiles files;
    private final LogThreads threads;
    private final KeptClasses classes;
    private final KeptClasses.Notes notes;

    private LogOpening(Disk disk, LogOptions options, ViewSource source, LogThreads threads) {
        this.disk = disk;
        this.source = source;
        this.threads = threads;
        this.classes = new KeptClasses(options.retention());
        this.notes = classes.notes();
        this.files = new SegmentFiles(disk, options.segmentBytes(), threads.helper());
    }

    /**
     * A log that is open.
     *
     * @param segments oldest first; the last is the active one
     * @param lastSequence of the last durable entry
     * @param nextSequence of the next entry
     * @param view has all that the log says
     * @param classes by whose numbers it is noted what segments hold
     */
    record Opened(
            List<Segment> segments,
            ActiveSegment active,
            SegmentFiles files,
            long lastSequence,
            long nextSequence,
            View view,
            KeptClasses classes) {}

    /** @param newEpoch that of the journal, if there is none yet */
    static Opened open(Disk disk, LogOptions options, ViewSource source, LogThreads threads, long newEpoch)
            throws IOException {
        return new LogOpening(disk, options, source, threads).open(newEpoch);
    }

    private Opened open(long newEpoch) throws IOException {
        Set<String> leftOver = new TreeSet<>();
        List<Segment> segments = new ArrayList<>(Catalog.read(disk, leftOver));
        disk.list().stream().filter(SegmentFiles::isSpare).forEach(leftOver::add);
        boolean anew = segments.isEmpty();
        if (anew) {
            source.show(view -> expect(view.flushedThrough() == 0, "the view holds entries, and there is no log"));
            segments.add(new Segment(
                    new SegmentHeader(newEpoch, 1, 0, 0, 0, threads.epochNs().getAsLong())));
        } else {
            check(segments);
        }
        View view = source.open();
        try {
            removeAll(leftOver);
            return anew ? begin(segments, view) : goOn(segments, view);
        } catch (IOException | RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** Finds out, before anything is changed, whether something is damaged or missing that is needed. */
    private void check(List<Segment> segments) throws IOException {
        long lastSequence = checkLast(segments.getLast());
        source.show(view -> {
            SegmentHeader first = segments.getFirst().header();
            expect(
                    !view.hasIndex(first.previousFirst()),
                    Segment.fileName(first.previousFirst()) + " is missing, and the view has its index");
            expect(
                    view.flushedThrough() >= first.previousLast(),
                    "the view holds entries up to " + view.flushedThrough() + ", and the log begins after "
                            + first.previousLast());
            expect(
                    view.flushedThrough() <= lastSequence,
                    "the view holds entries up to " + view.flushedThrough() + ", and the log ends with "
                            + lastSequence);
            for (Segment sealed : segments.subList(0, segments.size() - 1)) {
                if (ViewReplay.isNeeded(view, sealed)) {
                    checkSealed(sealed);
                }
            }
        });
    }

    private long checkLast(Segment last) throws IOException {
        try (SegmentWalk walk = new SegmentWalk(disk, last)) {
            walk.toTornTail(batch -> {});
            return lastSequence(last, walk);
        }
    }

    private void checkSealed(Segment sealed) throws IOException {
        try (SegmentWalk walk = new SegmentWalk(disk, sealed)) {
            walk.toEnd(sealed.requireEnd(), batch -> {});
        }
    }

    private static long lastSequence(Segment last, SegmentWalk walk) {
        boolean isEmpty = walk.nextSequence() == last.firstSequence();
        return isEmpty ? last.header().previousLast() : walk.nextSequence() - 1;
    }

    private Opened begin(List<Segment> segments, View view) throws IOException {
        Segment first = segments.getLast();
        first.takeNotes(notes);
        DiskFile file = files.begin(first.header(), 0);
        ActiveSegment active = new ActiveSegment(first, file, SegmentHeader.BYTES, 0, true);
        return new Opened(segments, active, files, 0, first.firstSequence(), view, classes);
    }

    private Opened goOn(List<Segment> segments, View view) throws IOException {
        ViewReplay replay = new ViewReplay(disk, view, notes);
        for (Segment sealed : segments.subList(0, segments.size() - 1)) {
            replay.sealed(sealed);
        }
        Segment last = segments.getLast();
        last.takeNotes(notes);
        try (SegmentWalk walk = new SegmentWalk(disk, last)) {
            walk.toTornTail(batch -> replay.take(last, batch));
            long lastSequence = lastSequence(last, walk);
            DiskFile file = disk.open(last.file());
            try {
                settle(file, walk);
                ActiveSegment active = new ActiveSegment(last, file, walk.offset(), lastSequence, walk.isMarked());
                files.growFrom(active.capacity());
                return new Opened(segments, active, files, lastSequence, walk.nextSequence(), view, classes);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        }
    }

    /**
     * Cuts the torn tail off, and writes the last commit once more: it may be there only because the system has it in
     * memory, although it could not write it.
     */
    private static void settle(DiskFile file, SegmentWalk walk) throws IOException {
        long endOfBytes = walk.endOfBytes();
        for (long at = walk.offset(); at < endOfBytes; at += CHUNK_BYTES) {
            file.write(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, endOfBytes - at)), at);
        }
        ByteBuffer lastCommit = ByteBuffer.allocate(walk.offset() - walk.lastCommit());
        file.read(lastCommit, walk.lastCommit());
        file.write(lastCommit.flip(), walk.lastCommit());
        file.force();
    }

    private void removeAll(Set<String> leftOver) throws IOException {
        for (String name : leftOver) {
            disk.delete(name);
        }
    }

    private void expect(boolean condition, String problem) throws LogCorruptException {
        if (!condition) {
            throw new LogCorruptException(disk.name(), "has lost something: " + problem);
        }
    }
}
