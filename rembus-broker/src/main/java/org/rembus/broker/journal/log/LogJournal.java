package org.rembus.broker.journal.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.RecentRecords;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.view.ViewSource;

/**
 * The journal in files. Entries get their numbers at the end of the turn that appended them, so that nothing has to wait
 * for the disk that need not; a writer makes them durable, all together that have come meanwhile; readers read what is
 * older than a moment from the files.
 *
 * <p>When the disk fails, what was not durable is lost; what is appended from then on waits for the outcome of the next
 * attempt to write, and is lost too if that fails.
 */
public final class LogJournal implements Journal {
    /** So that many subscriptions that catch up leave room for the rest of the loop's work. */
    private static final int MAX_READS_PER_COMMIT = 16;

    private static final int MAX_RECORDS_PER_COMMIT = 4096;

    private final LogOptions options;
    private final LogThreads threads;
    private final long epoch;
    private final Outbox outbox;
    private final Segments segments;
    private final RecentRecords recent = new RecentRecords();
    private final LogWriter writer;
    private final ViewFeed feed;
    private final LogTwinStore twins;
    private final PageReads pageReads;
    private final Expiry expiry;
    private final Pruning pruning;
    private final ViewRepair viewRepair;
    private final Backoff backoff;
    private final ArrayDeque<IntSupplier> reads = new ArrayDeque<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private @Nullable JournalReports reports;
    private Mode mode = Mode.WRITING;
    private boolean lazyTimerRuns;
    private long flushedThrough;
    private long settledWeight;

    private enum Mode {
        WRITING,
        FAILED,
        CLOSED
    }

    private LogJournal(Disk disk, LogOptions options, ViewSource source, LogThreads threads, LogOpening.Opened opened) {
        this.options = options;
        this.threads = threads;
        this.epoch = opened.active().segment().header().epoch();
        this.outbox = new Outbox(opened.nextSequence());
        this.segments = new Segments(
                opened.segments(), opened.lastSequence(), opened.active().position());
        this.flushedThrough = opened.view().flushedThrough();
        recent.startAfter(opened.lastSequence());
        this.writer = new LogWriter(options, threads, opened, new WriterReports());
        this.feed = new ViewFeed(source, opened.view(), threads, new ViewReports());
        this.twins = new LogTwinStore(feed);
        this.pageReads = new PageReads(disk, segments, feed, threads, options.cacheBytes());
        this.expiry = new Expiry(
                options.retention(),
                opened.classes(),
                segments,
                new SegmentUses(disk, opened.classes(), threads, new UseReports()),
                threads.epochNs());
        this.pruning = new Pruning(disk, segments, expiry, feed, threads, this::damaged);
        this.viewRepair = new ViewRepair(disk, segments, feed, threads, options, opened.classes(), new RepairReports());
        this.backoff = new Backoff(options);
        repeat(options.flushInterval(), this::flushIfChanged);
        repeat(options.retention().interval(), pruning::check);
    }

    /**
     * Opens the log in a directory, or begins one there. Blocks; on any thread, before the router starts. The disk and
     * the executors stay the caller's, to be closed after {@link #whenClosed}; the view is opened, opened again if it fails, and closed.
     *
     * @param newEpoch a random number, for a journal that begins
     * @throws LogCorruptException if the log is damaged; nothing has been changed then
     */
    public static LogJournal open(Disk disk, LogOptions options, ViewSource source, LogThreads threads, long newEpoch)
            throws IOException {
        return new LogJournal(
                disk, options, source, threads, LogOpening.open(disk, options, source, threads, newEpoch));
    }

    /** The twins, as the log says. */
    public TwinStore twins() {
        return twins;
    }

    @Override
    public void reportTo(JournalReports target) {
        reports = target;
    }

    private JournalReports reports() {
        if (reports == null) {
            throw new IllegalStateException("nobody is there to report to");
        }
        return reports;
    }

    @Override
    public void append(JournalEntry entry) {
        outbox.append(entry);
    }

    @Override
    public void hasten() {
        outbox.hasten();
    }

    @Override
    public boolean commit() {
        if (mode == Mode.WRITING && outbox.hasAppended()) {
            int count = outbox.number();
            long first = outbox.next() - count;
            reports().onNumbered(first, count);
        }
        handOver();
        int records = 0;
        for (int i = Math.min(reads.size(), MAX_READS_PER_COMMIT); i > 0 && records < MAX_RECORDS_PER_COMMIT; i--) {
            records += reads.remove().getAsInt();
        }
        return !reads.isEmpty() || (mode == Mode.WRITING && outbox.hasAppended());
    }

    /** Gives the writer what it is to write now, unless the view is too far behind. */
    private void handOver() {
        if (mode != Mode.WRITING || !outbox.holds() || feed.lag() > options.maxViewLag()) {
            return;
        }
        if (outbox.isDue(options.lazyBytes())) {
            writer.append(outbox.handOver());
        } else if (!lazyTimerRuns) {
            lazyTimerRuns = true;
            threads.timer().after(options.lazyDelay(), () -> {
                lazyTimerRuns = false;
                outbox.hastenHeld();
                handOver();
            });
        }
    }

    @Override
    public void read(ReadRequest request, Consumer<Page> whenRead) {
        if (request.from() > recent.removedThrough()) {
            reads.add(() -> readRecent(request, whenRead));
        } else {
            readFiles(request, whenRead);
        }
    }

    /**
     * What was in memory when it was asked for may have gone since.
     *
     * @return how many records came
     */
    private int readRecent(ReadRequest request, Consumer<Page> whenRead) {
        if (request.from() <= recent.removedThrough()) {
            readFiles(request, whenRead);
            return 0;
        }
        Page page = recent.page(request, segments.durableThrough(), segments.removedThrough());
        whenRead.accept(page);
        return page.records().size();
    }

    private void readFiles(ReadRequest request, Consumer<Page> whenRead) {
        pageReads.read(request, result -> onRead(request, whenRead, result));
    }

    private void onRead(ReadRequest request, Consumer<Page> whenRead, PageRead.Result result) {
        if (mode == Mode.CLOSED) {
            return;
        }
        if (result.overtaken()) {
            read(request, whenRead);
            return;
        }
        if (result.damage() != null) {
            damaged(result.damage());
        }
        boolean atHead = result.damage() == null && result.next() > segments.durableThrough();
        whenRead.accept(result.page().page(result.next(), atHead, result.removedThrough(), result.damage()));
    }

    @Override
    public boolean isExpired(Page.Stored stored) {
        return expiry.isExpired(stored.sequence(), stored.record());
    }

    private void damaged(String what) {
        reports().onDamaged(what);
    }

    @Override
    public long lastSequence() {
        return segments.durableThrough();
    }

    @Override
    public long removedThrough() {
        return segments.removedThrough();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    /** Begins to write what was appended, to flush the view, and to close the files. Nothing is reported any more. */
    @Override
    public void close() {
        if (mode == Mode.CLOSED) {
            return;
        }
        try {
            finish();
        } catch (RuntimeException | Error failed) {
            mode = Mode.CLOSED;
            closed.completeExceptionally(failed); // or whoever waits for the end would wait for ever
            throw failed;
        }
    }

    private void finish() {
        outbox.number();
        if (mode == Mode.WRITING && outbox.holds()) {
            writer.append(outbox.handOver());
        }
        mode = Mode.CLOSED;
        reads.clear();
        pageReads.close();
        viewRepair.close();
        long through = segments.durableThrough();
        writer.finish(problem -> feed.close(through, another -> complete(problem == null ? another : problem)));
    }

    private void complete(@Nullable Exception problem) {
        if (problem == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(problem);
        }
    }

    /** Completes when all that {@link #close} began has been done; exceptionally when some of it failed. */
    public CompletableFuture<Void> whenClosed() {
        return closed;
    }

    private void repeat(Duration interval, Runnable task) {
        threads.timer().after(interval, () -> {
            if (mode != Mode.CLOSED) {
                task.run();
                repeat(interval, task);
            }
        });
    }

    private void flushIfChanged() {
        if (segments.durableThrough() > flushedThrough) {
            settledWeight = 0;
            feed.flush(segments.durableThrough(), through -> flushedThrough = through);
        }
    }

    private void settle(long through) {
        outbox.settle(through, (sequence, entry) -> {
            settledWeight += entry.weight();
            feed.add(sequence, entry);
            if (entry instanceof PublishRecord publish) {
                recent.add(sequence, publish);
            }
        });
        recent.trimTo(options.recentBytes());
        feed.send();
        if (settledWeight >= options.flushBytes()) {
            flushIfChanged();
        }
    }

    private void retry() {
        if (mode == Mode.FAILED) {
            writer.recover(outbox.next());
        }
    }

    /** What the writer has to say. */
    private final class WriterReports implements LogWriter.Reports {
        @Override
        public void onDurable(long through, int end) {
            if (mode == Mode.CLOSED) {
                return;
            }
            backoff.reset();
            segments.durable(through, end);
            settle(through);
            reports().onDurable(through);
        }

        @Override
        public void onSealed(Segment.End end, Segment next) {
            if (mode == Mode.CLOSED) {
                return;
            }
            Segment sealed = segments.active();
            segments.add(end, next);
            TopicIndex topics = sealed.topics();
            if (topics != null) {
                feed.addIndex(sealed, topics);
            }
            pruning.check();
        }

        @Override
        public void onFailed(String reason) {
            if (mode == Mode.CLOSED) {
                return;
            }
            mode = Mode.FAILED;
            reports().onFailed(reason);
            int lost = outbox.loseAll();
            if (lost > 0) {
                reports().onLost(lost);
            }
            Duration delay = backoff.next();
            if (delay.isZero()) {
                retry();
            } else {
                threads.timer().after(delay, LogJournal.this::retry);
            }
        }

        @Override
        public void onRecovered(Segment.End end, Segment next) {
            if (mode == Mode.CLOSED) {
                return;
            }
            onSealed(end, next);
            mode = Mode.WRITING;
            reports().onRecovered();
        }
    }

    /** What there is to say of the segments' contents. */
    private final class UseReports implements SegmentUses.Listener {
        @Override
        public void onKnown() {
            if (mode != Mode.CLOSED) {
                pruning.check();
            }
        }

        @Override
        public void onDamaged(String what) {
            if (mode != Mode.CLOSED) {
                damaged(what);
            }
        }
    }

    /** What the view has to say. */
    private final class ViewReports implements ViewFeed.Listener {
        @Override
        public void onCaughtUp() {
            handOver();
        }

        @Override
        public void onBroken(String reason) {
            if (mode != Mode.CLOSED) {
                damaged(reason);
                viewRepair.begin();
            }
        }
    }

    /** What becomes of a view that failed. */
    private final class RepairReports implements ViewRepair.Listener {
        @Override
        public void onMended() {
            reports().onMended("the view of the log has been opened again, and has all that the log says");
            pruning.check();
        }

        @Override
        public void onNotMended(String reason) {
            damaged("the view of the log cannot be opened again: " + reason);
        }
    }
}
