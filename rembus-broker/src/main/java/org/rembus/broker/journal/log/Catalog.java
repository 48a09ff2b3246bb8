package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.BatchReader;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.SegmentHeader;

/** Finds the segments in a directory, and whether they are all there: each says which one is before it. */
final class Catalog {
    private final Disk disk;
    private final TreeMap<Long, SegmentHeader> headers = new TreeMap<>();

    private Catalog(Disk disk) {
        this.disk = disk;
    }

    /**
     * The segments, oldest first; each but the last knows its end.
     *
     * @param abandoned gets the names of files that were to be segments, and never got an entry
     */
    static List<Segment> read(Disk disk, Set<String> abandoned) throws IOException {
        Catalog catalog = new Catalog(disk);
        for (String name : disk.list()) {
            if (Segment.isFileName(name)) {
                catalog.add(name);
            }
        }
        return catalog.chain(abandoned);
    }

    private void add(String name) throws IOException {
        SegmentHeader header = headerOf(name);
        if (!Segment.fileName(header.firstSequence()).equals(name)) {
            throw new LogCorruptException(
                    path(name), 0, "it is the segment " + Segment.fileName(header.firstSequence()));
        }
        if (!headers.isEmpty() && headers.firstEntry().getValue().epoch() != header.epoch()) {
            throw new LogCorruptException(path(name), 0, "it belongs to another journal than the segments before it");
        }
        headers.put(header.firstSequence(), header);
    }

    private SegmentHeader headerOf(String name) throws IOException {
        try (BatchReader reader = new BatchReader(disk, name, 0)) {
            return reader.header();
        }
    }

    private List<Segment> chain(Set<String> abandoned) throws IOException {
        List<Segment> newestFirst = new ArrayList<>();
        Set<Long> unvisited = new HashSet<>(headers.keySet());
        long missing = 0;
        SegmentHeader later = null;
        SegmentHeader each = headers.isEmpty() ? null : headers.lastEntry().getValue();
        while (each != null) {
            Segment segment = new Segment(each);
            if (later != null) {
                segment.end(endBefore(later));
            }
            newestFirst.add(segment);
            unvisited.remove(each.firstSequence());
            missing = each.previousFirst();
            later = each;
            each = each.previousFirst() < each.firstSequence() ? headers.get(each.previousFirst()) : null;
        }
        for (long stray : unvisited) {
            explain(stray, missing, abandoned);
        }
        return newestFirst.reversed();
    }

    private static Segment.End endBefore(SegmentHeader later) {
        return new Segment.End(later.previousEnd(), later.previousLast(), later.createdNs());
    }

    private void explain(long stray, long missing, Set<String> abandoned) throws IOException {
        String name = Segment.fileName(stray);
        try (BatchReader reader = new BatchReader(disk, name, 0)) {
            if (reader.endOfBytes(SegmentHeader.BYTES) > SegmentHeader.BYTES) {
                throw missing == 0 || stray > missing
                        ? new LogCorruptException(path(name), "has entries and is not part of the log")
                        : new LogCorruptException(
                                path(Segment.fileName(missing)), "is missing, and " + name + " is older");
            }
        }
        abandoned.add(name);
    }

    private String path(String name) {
        return disk.name() + "/" + name;
    }
}
