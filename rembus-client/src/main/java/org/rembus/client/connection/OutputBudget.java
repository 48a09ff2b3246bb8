package org.rembus.client.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes between the application and the socket. Above {@value #FULL_BYTES} it is full: who publishes should wait;
 * above {@value #OVERLOADED_BYTES} nothing more is taken. May be used by any thread.
 */
public final class OutputBudget {
    static final long FULL_BYTES = 16L << 20;
    static final long OVERLOADED_BYTES = 256L << 20;

    private final AtomicLong pending = new AtomicLong();
    private final AtomicReference<@Nullable CompletableFuture<Void>> room = new AtomicReference<>();

    public void add(long bytes) {
        pending.addAndGet(bytes);
    }

    public void release(long bytes) {
        long left = pending.addAndGet(-bytes);
        if (left < FULL_BYTES && room.get() != null) {
            CompletableFuture<Void> waiting = room.getAndSet(null);
            if (waiting != null) {
                waiting.complete(null);
            }
        }
    }

    public boolean isFull() {
        return pending.get() >= FULL_BYTES;
    }

    public boolean isOverloaded() {
        return pending.get() >= OVERLOADED_BYTES;
    }

    /** Completes, on the event loop, when it is not full; it may be full again when that is noticed. */
    public CompletableFuture<Void> whenRoom() {
        CompletableFuture<Void> fresh = new CompletableFuture<>();
        CompletableFuture<Void> shared = room.compareAndExchange(null, fresh);
        CompletableFuture<Void> waiting = shared == null ? fresh : shared;
        if (!isFull()) {
            release(0);
        }
        return waiting.copy();
    }
}
