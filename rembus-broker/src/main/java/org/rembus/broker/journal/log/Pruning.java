package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.rembus.broker.journal.disk.Disk;

/**
 * Removes the segments that are no longer to be kept, oldest first, when the view has on disk all that they say. Called on
 * the router's thread.
 */
final class Pruning {
    private final Disk disk;
    private final Segments segments;
    private final Expiry expiry;
    private final ViewFeed feed;
    private final LogThreads threads;
    private final Consumer<String> whenFailed;
    private final ArrayDeque<String> doomed = new ArrayDeque<>();
    private boolean busy;

    /** @param whenFailed gets a sentence when a file could not be removed; that is tried again */
    Pruning(
            Disk disk,
            Segments segments,
            Expiry expiry,
            ViewFeed feed,
            LogThreads threads,
            Consumer<String> whenFailed) {
        this.disk = disk;
        this.segments = segments;
        this.expiry = expiry;
        this.feed = feed;
        this.threads = threads;
        this.whenFailed = whenFailed;
    }

    /** Looks for what can go, and has it removed. */
    void check() {
        List<Segment> outlived = expiry.outlived();
        if (busy || (outlived.isEmpty() && doomed.isEmpty())) {
            return;
        }
        busy = true;
        feed.removeIndexes(outlived, segments.durableThrough(), () -> remove(outlived), () -> busy = false);
    }

    private void remove(List<Segment> outlived) {
        if (!outlived.isEmpty()) {
            segments.remove(outlived);
            outlived.forEach(segment -> doomed.add(segment.file()));
        }
        deleteNext();
    }

    /** One after the other: a log that lacks one in the middle would be damaged. */
    private void deleteNext() {
        String file = doomed.peek();
        if (file == null) {
            busy = false;
            return;
        }
        Executor router = threads.router();
        threads.helper().execute(() -> {
            try {
                disk.delete(file);
                router.execute(() -> {
                    doomed.remove();
                    deleteNext();
                });
            } catch (IOException | RuntimeException e) {
                router.execute(() -> {
                    busy = false;
                    whenFailed.accept("cannot remove " + disk.name() + "/" + file + ": " + e.getMessage());
                });
            }
        });
    }
}
