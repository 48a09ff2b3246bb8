package org.rembus.broker.journal.log;

import java.time.Duration;
import java.util.List;
import org.rembus.broker.journal.disk.Disk;

/**
 * Opens the view again when it has failed, until that succeeds, and tells it from the log what it has missed. Router's
 * thread.
 */
final class ViewRepair {
    private final Disk disk;
    private final Segments segments;
    private final ViewFeed feed;
    private final LogThreads threads;
    private final Listener listener;
    private final Backoff backoff;
    private final Duration trialTime;
    private final KeptClasses classes;
    private long mendedNs;
    private boolean closed;

    ViewRepair(
            Disk disk,
            Segments segments,
            ViewFeed feed,
            LogThreads threads,
            LogOptions options,
            KeptClasses classes,
            Listener listener) {
        this.disk = disk;
        this.segments = segments;
        this.feed = feed;
        this.threads = threads;
        this.listener = listener;
        this.backoff = new Backoff(options);
        this.trialTime = options.retryAtMost();
        this.classes = classes;
    }

    /** Hears how it goes. */
    interface Listener {
        /** The view has all that the log says, and is asked and told again. */
        void onMended();

        /** That is why it could not be opened; it will be tried again. */
        void onNotMended(String reason);
    }

    /** The view has failed. */
    void begin() {
        if (threads.epochNs().getAsLong() - mendedNs > trialTime.toNanos()) {
            backoff.reset();
        }
        tryLater();
    }

    private void tryLater() {
        Duration delay = backoff.next();
        if (delay.isZero()) {
            tryNow();
        } else {
            threads.timer().after(delay, this::tryNow);
        }
    }

    private void tryNow() {
        if (closed) {
            return;
        }
        List<Segment> all = segments.all();
        Segment.End soFar = new Segment.End(
                segments.activeEnd(),
                segments.durableThrough(),
                threads.epochNs().getAsLong());
        feed.reopen(
                view -> {
                    ViewReplay replay = new ViewReplay(disk, view, classes.notes());
                    for (Segment sealed : all.subList(0, all.size() - 1)) {
                        if (!sealed.isRemoved()) {
                            replay.sealed(sealed.unread());
                        }
                    }
                    replay.active(all.getLast(), soFar);
                },
                this::onMended,
                this::onNotMended);
    }

    private void onMended() {
        mendedNs = threads.epochNs().getAsLong();
        if (!closed) {
            listener.onMended();
        }
    }

    private void onNotMended(String reason) {
        if (!closed) {
            listener.onNotMended(reason);
            tryLater();
        }
    }

    /** Tries no more. */
    void close() {
        closed = true;
    }
}
