package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.broker.journal.log.view.View;

/** Reads a log that nobody writes, and changes nothing. Blocks. */
public final class LogReading {
    private final Disk disk;
    private final List<Segment> segments;
    private final TextPool texts = new TextPool();

    /** @throws LogCorruptException if segments are missing or damaged */
    public LogReading(Disk disk) throws IOException {
        this.disk = disk;
        this.segments = Catalog.read(disk, new HashSet<>());
    }

    /** Takes a publish. */
    public interface PublishVisitor {
        void visit(long sequence, PublishRecord publish);
    }

    /**
     * Tells a view, as one that opens the log would, what it does not have.
     *
     * @return the last sequence of the log
     * @throws LogCorruptException if that is damaged, or no longer all there
     */
    public long bringUpToDate(View view) throws IOException {
        long known = view.flushedThrough();
        if (!segments.isEmpty() && known < segments.getFirst().header().previousLast()) {
            throw new LogCorruptException(disk.name(), "has lost something: the view lacks what was removed");
        }
        long last = known;
        for (Segment segment : segments) {
            last = walk(
                    segment,
                    known + 1,
                    batch -> batch.forEachEntry(texts, (sequence, entry) -> {
                        if (sequence > known) {
                            ViewFeed.tell(view, sequence, entry);
                        }
                    }));
        }
        return last;
    }

    /** Visits the publishes from this sequence on. */
    public void forEachPublish(long from, PublishVisitor visitor) throws IOException {
        for (Segment segment : segments) {
            walk(
                    segment,
                    from,
                    batch -> batch.forEachEntry(texts, (sequence, entry) -> {
                        if (sequence >= from && entry instanceof PublishRecord publish) {
                            visitor.visit(sequence, publish);
                        }
                    }));
        }
    }

    /**
     * Walks through a segment, unless all of it is before that sequence.
     *
     * @return the last sequence in it or before it
     */
    private long walk(Segment segment, long from, SegmentWalk.BatchVisitor visitor) throws IOException {
        Segment.End end = segment.end();
        if (end != null && end.lastSequence() < from) {
            return end.lastSequence();
        }
        try (SegmentWalk walk = new SegmentWalk(disk, segment)) {
            if (end != null) {
                walk.toEnd(end, visitor);
                return end.lastSequence();
            }
            walk.toTornTail(visitor);
            boolean isEmpty = walk.nextSequence() == segment.firstSequence();
            return isEmpty ? segment.header().previousLast() : walk.nextSequence() - 1;
        }
    }
}
