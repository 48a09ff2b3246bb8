package org.rembus.broker.journal.log;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.log.format.Landmarks;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.topics.TopicRules;

/** One file of the log, as those who read it know it. Thread-safe. */
final class Segment {
    private static final String SUFFIX = ".segment";
    private static final int DIGITS = 20;

    private final SegmentHeader header;
    private volatile @Nullable End end;
    private volatile @Nullable Landmarks landmarks;
    private volatile @Nullable TopicIndex topics;
    private volatile @Nullable SegmentUse use;
    private volatile boolean removed;
    private TopicRules.@Nullable Lookup<Integer> classOf;

    Segment(SegmentHeader header) {
        this.header = header;
    }

    /**
     * Where a segment ends.
     *
     * @param offset of the byte behind the last batch
     * @param lastSequence of the last entry in it or, if there is none, before it
     * @param atNs nothing in it is newer, ns since the epoch
     */
    record End(int offset, long lastSequence, long atNs) {}

    /** What the file of the segment that begins with this sequence is called. */
    static String fileName(long firstSequence) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", firstSequence) + SUFFIX;
    }

    static boolean isFileName(String name) {
        return name.matches("\\d{" + DIGITS + "}\\" + SUFFIX);
    }

    SegmentHeader header() {
        return header;
    }

    long firstSequence() {
        return header.firstSequence();
    }

    String file() {
        return fileName(header.firstSequence());
    }

    /** Null while it is being written. */
    @Nullable
    End end() {
        return end;
    }

    End requireEnd() {
        return Objects.requireNonNull(end, "the segment is still being written");
    }

    void end(End where) {
        end = where;
    }

    /** Null until somebody has walked through the segment. */
    @Nullable
    Landmarks landmarks() {
        return landmarks;
    }

    void setLandmarks(Landmarks found) {
        landmarks = found;
    }

    /** The index, for as long as the view does not have it; else null. */
    @Nullable
    TopicIndex topics() {
        return topics;
    }

    /** What it holds of which class; null when that has been neither noted nor read. */
    @Nullable
    SegmentUse use() {
        return use;
    }

    void setUse(SegmentUse found) {
        use = found;
    }

    /** The same, sealed, as one who has read nothing of it yet knows it. */
    Segment unread() {
        Segment same = new Segment(header);
        same.end(requireEnd());
        return same;
    }

    /** Begins to note what is in it, from its first batch on, for the thread that these notes are for. */
    void takeNotes(KeptClasses.Notes notes) {
        landmarks = new Landmarks();
        topics = new TopicIndex();
        classOf = notes.classOf();
        use = notes.newUse();
    }

    /** Notes its next batch. One thread at a time. */
    void note(long first, int offset, List<JournalEntry> entries) {
        Objects.requireNonNull(landmarks).add(first, offset);
        Objects.requireNonNull(topics).addBatch(offset, entries);
        noteUse(entries);
    }

    private void noteUse(List<JournalEntry> entries) {
        SegmentUse noted = use;
        if (noted == null || classOf == null) {
            return;
        }
        for (JournalEntry entry : entries) {
            if (entry instanceof PublishRecord publish) {
                noted.add(classOf.of(publish.topic()), publish);
            }
        }
    }

    /** The index is where it is kept for good. */
    void dropTopics() {
        topics = null;
    }

    /** Whether retention has removed it, or is about to. */
    boolean isRemoved() {
        return removed;
    }

    void setRemoved() {
        removed = true;
    }

    @Override
    public String toString() {
        return file();
    }
}
