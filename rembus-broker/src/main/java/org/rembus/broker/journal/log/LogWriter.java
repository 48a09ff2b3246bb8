package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.BatchEncoder;
import org.rembus.broker.journal.log.format.SegmentHeader;

/**
 * Writes what it is given: takes all that has queued, in order, writes it as batches, has the disk keep it, and says so.
 * Meanwhile the next ones queue.
 *
 * <p>When a write or a force fails, the segment is given up for good, at its last durable entry: nothing is written any
 * more until a new segment is asked for.
 */
final class LogWriter {
    // -- given --
    private final SegmentFiles files;
    private final LogOptions options;
    private final Executor executor;
    private final Executor router;
    private final LongSupplier epochNs;
    private final Reports reports;
    private final long epoch;

    // -- any thread --
    private final ConcurrentLinkedQueue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // -- the writer's thread --
    private final BatchEncoder encoder;
    private final KeptClasses.Notes notes;
    private final List<JournalEntry> inBatch = new ArrayList<>();
    private ActiveSegment active;
    private boolean working = true;
    private int commitStart;
    /** What comes next: anything else has been lost on its way here, and must not be taken for stored. */
    private long expected;

    LogWriter(LogOptions options, LogThreads threads, LogOpening.Opened opened, Reports reports) {
        this.options = options;
        this.executor = threads.writer();
        this.router = threads.router();
        this.epochNs = threads.epochNs();
        this.files = opened.files();
        this.active = opened.active();
        this.expected = opened.nextSequence();
        this.reports = reports;
        this.epoch = active.segment().header().epoch();
        this.encoder = new BatchEncoder(epoch, options.batchBytes());
        this.notes = opened.classes().notes();
    }

    /** What the writer tells, on the router's thread, in the order in which it happened. */
    interface Reports {
        /** All through this sequence, and in the file before {@code end}, is durable. */
        void onDurable(long through, int end);

        /** The segment has got its last entry; the next ones go to another. */
        void onSealed(Segment.End end, Segment next);

        /** Nothing that was not reported durable is, or will be. */
        void onFailed(String reason);

        /** A new segment has been begun; the one that failed ends there. */
        void onRecovered(Segment.End end, Segment next);
    }

    /** What may be asked of the writer, done in order. */
    private sealed interface Work {
        record Append(Handover handover) implements Work {}

        record Recover(long firstSequence) implements Work {}

        record Finish(Consumer<@Nullable Exception> whenDone) implements Work {}
    }

    /** Writes these. After a failure they are dropped, until a recovery that was asked for later. */
    void append(Handover handover) {
        add(new Work.Append(handover));
    }

    /** Tries to begin a new segment, with this sequence, after a failure. */
    void recover(long firstSequence) {
        add(new Work.Recover(firstSequence));
    }

    /**
     * Writes what has queued and closes the files.
     *
     * @param whenDone gets what went wrong, or null, on the writer's thread
     */
    void finish(Consumer<@Nullable Exception> whenDone) {
        add(new Work.Finish(whenDone));
    }

    private void add(Work work) {
        queue.add(work);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        scheduled.set(false);
        // Looked at once: what other threads add meanwhile is for the next run.
        switch (queue.peek()) {
            case null -> {}
            case Work.Append append -> commit(takeGroup());
            case Work.Recover recover -> {
                queue.remove();
                recoverAt(recover.firstSequence());
            }
            case Work.Finish finish -> {
                queue.remove();
                finish.whenDone().accept(close());
            }
        }
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    /** Takes what is to be written next, up to about as much as one commit should have. */
    private List<Handover> takeGroup() {
        List<Handover> group = new ArrayList<>();
        long weight = 0;
        while (weight < options.commitBytes() && queue.peek() instanceof Work.Append append) {
            queue.remove();
            group.add(append.handover());
            weight += append.handover().weight();
        }
        return group;
    }

    private void commit(List<Handover> group) {
        if (!working) {
            return;
        }
        try {
            commitStart = active.position();
            begin(group.getFirst().first());
            for (Handover handover : group) {
                add(handover);
            }
            writeBatch();
            force();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void add(Handover handover) throws IOException {
        long sequence = handover.first();
        if (sequence != expected) {
            throw new IllegalStateException("entry " + sequence + " came where " + expected + " was due");
        }
        expected = handover.last() + 1;
        for (JournalEntry entry : handover.entries()) {
            if (!encoder.offer(entry)) {
                writeBatch();
                begin(sequence);
                encoder.offer(entry);
            }
            inBatch.add(entry);
            sequence++;
        }
    }

    private void begin(long firstSequence) {
        encoder.begin(firstSequence);
        inBatch.clear();
    }

    private void writeBatch() throws IOException {
        if (!active.hasRoom(encoder.size()) || hasTopics(options.maxTopics())) {
            roll();
        }
        int offset = active.position();
        long last = encoder.firstSequence() + encoder.count() - 1;
        active.write(encoder.finish(offset, epochNs.getAsLong(), commitStart), last);
        active.segment().note(encoder.firstSequence(), offset, inBatch);
        if (active.isHalfFull() || hasTopics(options.maxTopics() / 2)) {
            files.prepare(active.segment());
        }
    }

    private boolean hasTopics(int count) {
        TopicIndex topics = active.segment().topics();
        return topics != null && topics.topics() >= count;
    }

    private void force() throws IOException {
        if (!active.isForced()) {
            active.force();
            long through = active.lastSequence();
            int end = active.position();
            router.execute(() -> reports.onDurable(through, end));
        }
    }

    /** Goes on in a new segment, which begins with the batch that is to be written. */
    private void roll() throws IOException {
        if (active.isEmpty()) {
            enlarge();
            return;
        }
        force();
        Segment.End end = active.durableEnd(epochNs.getAsLong());
        try (ActiveSegment sealed = active) {
            ActiveSegment next = begin(encoder.firstSequence(), end, encoder.size());
            active = next;
            commitStart = next.position();
            router.execute(() -> reports.onSealed(end, next.segment()));
            // Not before there is a next one: a full file says that there has to be one.
            sealed.trim();
        }
    }

    /** Puts a file in the place of an empty one that is too small for a single batch. */
    private void enlarge() throws IOException {
        Segment segment = active.segment();
        active.close();
        active = new ActiveSegment(
                segment,
                files.replace(segment.header(), encoder.size() + Batch.HEADER_BYTES),
                SegmentHeader.BYTES,
                active.lastSequence(),
                true);
        commitStart = active.position();
    }

    private ActiveSegment begin(long firstSequence, Segment.End end, int room) throws IOException {
        SegmentHeader header = new SegmentHeader(
                epoch, firstSequence, active.segment().firstSequence(), end.lastSequence(), end.offset(), end.atNs());
        Segment segment = new Segment(header);
        segment.takeNotes(notes);
        return new ActiveSegment(
                segment, files.begin(header, room + Batch.HEADER_BYTES), SegmentHeader.BYTES, end.lastSequence(), true);
    }

    private void fail(Exception cause) {
        working = false;
        try {
            active.close();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        String reason = files.explain(active.segment().file(), cause);
        router.execute(() -> reports.onFailed(reason));
    }

    private void recoverAt(long firstSequence) {
        if (working) {
            return;
        }
        try {
            Segment.End end = active.durableEnd(epochNs.getAsLong());
            ActiveSegment next = begin(firstSequence, end, 0);
            active = next;
            expected = firstSequence;
            working = true;
            router.execute(() -> reports.onRecovered(end, next.segment()));
        } catch (IOException | RuntimeException e) {
            String reason = files.explain(Segment.fileName(firstSequence), e);
            router.execute(() -> reports.onFailed(reason));
        }
    }

    private @Nullable Exception close() {
        files.close();
        if (!working) {
            return null;
        }
        working = false;
        try (ActiveSegment last = active) {
            markEnd(last);
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    /** Says that the last commit is durable, as the next one would. */
    private void markEnd(ActiveSegment last) throws IOException {
        if (!last.isMarked() && last.hasRoom(0)) {
            begin(last.lastSequence() + 1);
            last.write(encoder.finish(last.position(), epochNs.getAsLong(), last.position()), last.lastSequence());
            last.force();
        }
    }
}
