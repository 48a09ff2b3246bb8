package org.rembus.client.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the handlers at work, so that closing can wait for them. May be used by any thread. */
public final class Activity {
    private final AtomicInteger running = new AtomicInteger();
    private final ThreadLocal<Mark> mark = ThreadLocal.withInitial(Mark::new);
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
        Mark here = mark.get();
        boolean before = here.isHandler;
        here.isHandler = true;
        try {
            code.run();
        } finally {
            here.isHandler = before;
        }
    }

    /** Waits for the quiet. A handler that does so is not counted meanwhile, or it would wait for itself. */
    public void await(Runnable waiting) {
        if (!mark.get().isHandler) {
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

    /** Of a thread; stays with it, since it would be made for each message otherwise. */
    private static final class Mark {
        private boolean isHandler;
    }

    private void check() {
        if (isQuietWanted && running.get() == 0) {
            quiet.complete(null);
        }
    }
}
