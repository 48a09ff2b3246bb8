package org.rembus.client.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the handlers at work, so that closing can wait for them. May be used by any thread. */
public final class Activity {
    private final AtomicInteger running = new AtomicInteger();
    private final ThreadLocal<Boolean> isHandler = ThreadLocal.withInitial(() -> Boolean.FALSE);
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile int quietAt = -1;

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        check(running.decrementAndGet());
    }

    /** Runs the handler's code, so that it can be told from other threads' code. */
    void run(Runnable code) {
        boolean before = isHandler.get();
        isHandler.set(Boolean.TRUE);
        try {
            code.run();
        } finally {
            if (before) {
                isHandler.set(Boolean.TRUE);
            } else {
                isHandler.remove();
            }
        }
    }

    /** Whether the calling thread runs a handler of this component. */
    public boolean isInHandler() {
        return isHandler.get();
    }

    /** Completes when no handler is at work, or only so many that wait for this themselves. To be asked for once. */
    public CompletableFuture<Void> whenQuiet(int waiting) {
        quietAt = waiting;
        check(running.get());
        return quiet;
    }

    private void check(int count) {
        if (count <= quietAt) {
            quiet.complete(null);
        }
    }
}
