package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.protocol.ProtocolException;

/**
 * What is in the log of a broker that is stopped. Reads only: what an opening would cut off, or remove, is left.
 *
 * @param epoch the journal's; 0 when there is none
 * @param segments oldest first
 * @param tornBytes how much was being written when the broker ended, and would be cut off
 * @param problems what is damaged or missing, a sentence each
 */
public record LogInspection(long epoch, List<SegmentInfo> segments, long tornBytes, List<String> problems) {

    /**
     * One segment.
     *
     * @param lastSequence that of the last entry; one less than {@code firstSequence}, or lower, when there is none
     * @param bytes how much of the file is in use
     * @param batches how many batches there are, and likewise entries and publishes; 0 unless they were counted
     * @param newestNs nothing in it is newer, ns since the epoch; 0 when it has no entry
     */
    public record SegmentInfo(
            String file,
            long firstSequence,
            long lastSequence,
            long bytes,
            long batches,
            long entries,
            long publishes,
            long newestNs) {}

    /** Looks at the headers, and through the last segment. */
    public static LogInspection info(Disk disk) throws IOException {
        return new Inspector(disk).inspect(Depth.LAST_SEGMENT);
    }

    /** Reads and checks everything. */
    public static LogInspection verify(Disk disk) throws IOException {
        return new Inspector(disk).inspect(Depth.EVERYTHING);
    }

    /** Of the last entry there is; 0 when there is none. */
    public long lastSequence() {
        return segments.isEmpty() ? 0 : segments.getLast().lastSequence();
    }

    private enum Depth {
        LAST_SEGMENT,
        EVERYTHING
    }

    /** Goes through the segments. */
    private static final class Inspector {
        private final Disk disk;
        private final TextPool texts = new TextPool();
        private final List<SegmentInfo> infos = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private long epoch;
        private long tornBytes;

        Inspector(Disk disk) {
            this.disk = disk;
        }

        LogInspection inspect(Depth depth) throws IOException {
            Set<String> abandoned = new LinkedHashSet<>();
            try {
                for (Segment segment : Catalog.read(disk, abandoned)) {
                    epoch = segment.header().epoch();
                    inspect(segment, depth);
                }
            } catch (LogCorruptException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            return new LogInspection(epoch, List.copyOf(infos), tornBytes, List.copyOf(problems));
        }

        private void inspect(Segment segment, Depth depth) throws IOException {
            Segment.End end = segment.end();
            Counts counts = new Counts();
            try (SegmentWalk walk = new SegmentWalk(disk, segment)) {
                try {
                    if (end == null) {
                        walk.toTornTail(batch -> counts.add(batch, texts));
                        tornBytes = walk.endOfBytes() - walk.offset();
                    } else if (depth == Depth.EVERYTHING) {
                        walk.toEnd(end, batch -> counts.add(batch, texts));
                    }
                } catch (LogCorruptException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
                long last = end == null ? walk.nextSequence() - 1 : end.lastSequence();
                long bytes = end == null ? walk.offset() : end.offset();
                infos.add(new SegmentInfo(
                        segment.file(),
                        segment.firstSequence(),
                        last,
                        bytes,
                        counts.batches,
                        counts.entries,
                        counts.publishes,
                        end == null ? counts.newestNs : end.atNs()));
            }
        }
    }

    /** What is in one segment. */
    private static final class Counts {
        private long batches;
        private long entries;
        private long publishes;
        private long newestNs;

        void add(Batch batch, TextPool texts) throws ProtocolException {
            batches++;
            newestNs = batch.timeNs();
            batch.forEachEntry(texts, (sequence, entry) -> {
                entries++;
                publishes += entry instanceof PublishRecord ? 1 : 0;
            });
        }
    }
}
