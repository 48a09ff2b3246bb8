package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.journal.log.view.ViewExtent;
import org.rembus.protocol.ProtocolException;

/** Tells a view what the log says and it does not have. For one thread; blocks. */
final class ViewReplay {
    private final Disk disk;
    private final View view;
    private final KeptClasses.Notes notes;
    private final TextPool texts = new TextPool();
    private final List<JournalEntry> inBatch = new ArrayList<>();

    ViewReplay(Disk disk, View view, KeptClasses.Notes notes) {
        this.disk = disk;
        this.view = view;
        this.notes = notes;
    }

    /** Whether a view lacks something of a sealed segment. */
    static boolean isNeeded(ViewExtent view, Segment sealed) {
        return sealed.requireEnd().lastSequence() > view.flushedThrough() || !view.hasIndex(sealed.firstSequence());
    }

    /** Tells of a sealed segment, if that is needed, and flushes the view. The segment is noted anew. */
    void sealed(Segment sealed) throws IOException {
        if (!isNeeded(view, sealed)) {
            return;
        }
        Segment.End end = sealed.requireEnd();
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

    /** Tells of the active segment, as far as it goes, and flushes the view. */
    void active(Segment active, Segment.End soFar) throws IOException {
        try (SegmentWalk walk = new SegmentWalk(disk, active)) {
            walk.toEnd(soFar, this::tell);
        }
        view.flush(Math.max(view.flushedThrough(), soFar.lastSequence()));
    }

    /** Tells of a batch, and notes it in its segment. */
    void take(Segment segment, Batch batch) throws ProtocolException {
        tell(batch);
        segment.note(batch.firstSequence(), batch.offset(), inBatch);
    }

    private void tell(Batch batch) throws ProtocolException {
        inBatch.clear();
        batch.forEachEntry(texts, (sequence, entry) -> {
            inBatch.add(entry);
            if (sequence > view.flushedThrough()) {
                ViewFeed.tell(view, sequence, entry);
            }
        });
    }
}
