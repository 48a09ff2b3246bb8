package org.rembus.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.routing.Router;
import org.rembus.broker.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time between the wish to stop and the end: requests under way get their answers, and what waits is written. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration CHECKS = Duration.ofMillis(20);

    private final Router router;
    private final TransportLoop loop;
    private final CompletableFuture<Boolean> answeredAll = new CompletableFuture<>();
    private volatile boolean hurried;

    Drain(Router router, TransportLoop loop) {
        this.router = router;
        this.loop = loop;
    }

    /**
     * Waits, for so long at most, until nothing is under way. Blocks; not to be called on the loop.
     *
     * @throws CompletionException if it cannot be found out what is under way
     */
    void await(Duration patience) {
        long deadlineNs = loop.nowNs() + patience.toNanos();
        loop.eventLoop().execute(() -> check(deadlineNs));
        answeredAll.join();
    }

    /** Ends the waiting. */
    void hurry() {
        hurried = true;
    }

    /** Whether it ended with all requests answered. */
    boolean hasAnsweredAll() {
        return !answeredAll.isCompletedExceptionally() && answeredAll.getNow(false);
    }

    private void check(long deadlineNs) {
        try {
            checkNow(deadlineNs);
        } catch (RuntimeException | Error failed) {
            answeredAll.completeExceptionally(failed); // or the wait would never end
        }
    }

    private void checkNow(long deadlineNs) {
        if (router.isQuiet()) {
            answeredAll.complete(true);
        } else if (hurried || loop.nowNs() - deadlineNs > 0) {
            boolean owes = router.owesAnswers();
            if (owes) {
                LOG.warn("stopping although requests are still under way");
            }
            answeredAll.complete(!owes);
        } else {
            loop.eventLoop().schedule(() -> check(deadlineNs), CHECKS.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
