package org.rembus.client.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the handlers at work, so that closing can wait for them. May be used by any thread. */
public final class Activity {
    private final AtomicInteger running = new AtomicInteger();
    private final ThreadLocal<Boolean> isHandler = ThreadLocal.withInitial(() -> Boolean.FALSE);
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile boolean isQuietWanted;

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
        check();
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

    /** Waits for the quiet. A handler that does so is not counted meanwhile, or it would wait for itself. */
    public void await(Runnable waiting) {
        if (!isHandler.get()) {
            waiting.run();
            return;
        }
        end();
        try {
            waiting.run();
        } finally {
            begin();
        }
    }

    /** Completes when no handler is at work. */
    public CompletableFuture<Void> whenQuiet() {
        isQuietWanted = true;
        check();
        return quiet;
    }

    private void check() {
        if (isQuietWanted && running.get() == 0) {
            quiet.complete(null);
        }
    }
}
