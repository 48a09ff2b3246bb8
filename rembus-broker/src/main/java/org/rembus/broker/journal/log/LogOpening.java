package org.rembus.broker.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.DiskFile;
import org.rembus.protocol.ProtocolException;

/**
 * Opens the log in a directory: finds its segments, cuts off what was being written when an earlier process ended, and
 * tells the view what it does not have. Called before anything else happens; blocks.
 */
final class LogOpening {
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Disk disk;
    private final View view;
    private final SegmentFiles files;
    private final LogThreads threads;
    private final TextPool texts = new TextPool();
    private final KeptClasses.Notes notes;
    private final List<JournalEntry> inBatch = new ArrayList<>();

    private LogOpening(Disk disk, LogOptions options, View view, LogThreads threads) {
        this.disk = disk;
        this.view = view;
        this.threads = threads;
        this.notes = new KeptClasses(options.retention()).notes();
        this.files = new SegmentFiles(disk, options.segmentBytes(), threads.helper());
    }

    /**
     * A log that is open.
     *
     * @param segments oldest first; the last is the active one
     * @param lastSequence of the last durable entry
     * @param nextSequence of the next entry
     */
    record Opened(
            List<Segment> segments, ActiveSegment active, SegmentFiles files, long lastSequence, long nextSequence) {}

    /** @param newEpoch that of the journal, if there is none yet */
    static Opened open(Disk disk, LogOptions options, View view, LogThreads threads, long newEpoch) throws IOException {
        return new LogOpening(disk, options, view, threads).open(newEpoch);
    }

    private Opened open(long newEpoch) throws IOException {
        Set<String> leftOver = new TreeSet<>();
        List<Segment> segments = new ArrayList<>(Catalog.read(disk, leftOver));
        disk.list().stream().filter(SegmentFiles::isSpare).forEach(leftOver::add);
        if (segments.isEmpty()) {
            segments.add(new Segment(
                    new SegmentHeader(newEpoch, 1, 0, 0, 0, threads.epochNs().getAsLong())));
            expect(view.flushedThrough() == 0, "the view holds entries, and there is no log");
            removeAll(leftOver);
            return begin(segments);
        }
        long before = segments.getFirst().header().previousLast();
        expect(
                view.flushedThrough() >= before,
                "the view holds entries up to " + view.flushedThrough() + ", and the log begins after " + before);
        for (Segment sealed : segments.subList(0, segments.size() - 1)) {
            replay(sealed);
        }
        Opened opened = openLast(segments);
        expect(
                view.flushedThrough() <= opened.lastSequence(),
                "the view holds entries up to " + view.flushedThrough() + ", and the log ends with "
                        + opened.lastSequence());
        removeAll(leftOver);
        return opened;
    }

    private Opened begin(List<Segment> segments) throws IOException {
        Segment first = segments.getLast();
        first.takeNotes(notes);
        DiskFile file = files.begin(first.header(), 0);
        ActiveSegment active = new ActiveSegment(first, file, SegmentHeader.BYTES, 0, true);
        return new Opened(segments, active, files, 0, first.firstSequence());
    }

    private void replay(Segment sealed) throws IOException {
        Segment.End end = sealed.requireEnd();
        if (end.lastSequence() <= view.flushedThrough() && view.hasIndex(sealed.firstSequence())) {
            return;
        }
        sealed.takeNotes(notes);
        try (SegmentWalk walk = new SegmentWalk(disk, sealed)) {
            walk.toEnd(end, batch -> take(sealed, batch));
        }
        TopicIndex topics = sealed.topics();
        if (topics != null) {
            view.addIndex(topics.sealed(sealed.firstSequence(), end.offset()));
            sealed.dropTopics();
        }
        view.flush(Math.max(view.flushedThrough(), end.lastSequence()));
    }

    private void take(Segment segment, Batch batch) throws ProtocolException {
        inBatch.clear();
        batch.forEachEntry(texts, (sequence, entry) -> {
            inBatch.add(entry);
            if (sequence > view.flushedThrough()) {
                ViewFeed.tell(view, sequence, entry);
            }
        });
        segment.note(batch.firstSequence(), batch.offset(), inBatch);
    }

    private Opened openLast(List<Segment> segments) throws IOException {
        Segment last = segments.getLast();
        last.takeNotes(notes);
        try (SegmentWalk walk = new SegmentWalk(disk, last)) {
            walk.toTornTail(batch -> take(last, batch));
            boolean isEmpty = walk.nextSequence() == last.firstSequence();
            long lastSequence = isEmpty ? last.header().previousLast() : walk.nextSequence() - 1;
            DiskFile file = disk.open(last.file());
            try {
                settle(file, walk);
                ActiveSegment active = new ActiveSegment(last, file, walk.offset(), lastSequence, walk.isMarked());
                return new Opened(segments, active, files, lastSequence, walk.nextSequence());
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
