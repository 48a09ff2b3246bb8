package org.rembus.client;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Failure;
import org.rembus.client.session.Quota;

/** Where operations of a pool wait while none of its brokers is there: in order, bounded, and for so long. May be used by any thread. */
final class WaitingRoom {
    private static final int MAX_OPERATIONS = 10_000;
    private static final long MAX_BYTES = 16 << 20;

    private final BooleanSupplier isOpen;

    // -- guarded by this --
    private final Set<Turn<?>> waiting = new LinkedHashSet<>();
    private final Quota quota = new Quota(MAX_OPERATIONS, MAX_BYTES);
    private boolean isLeaving;

    /** Whether anything waits or is on its way out; written under the lock. */
    private volatile boolean isTaken;

    /** @param isOpen whether nothing needs to wait; {@link #open} is to be called when it has become so */
    WaitingRoom(BooleanSupplier isOpen) {
        this.isOpen = isOpen;
    }

    /**
     * What is to be begun.
     *
     * @param bytes how much of it is held while it waits
     * @param patience how long it may wait
     * @param completer where the future completes of what has waited
     */
    record Entry(About about, int bytes, Duration patience, Executor completer) {}

    /**
     * Begins something at once, or else as soon as that is possible, after all that waits already.
     *
     * @param what begins it, given what is left of the patience; without blocking, as an I/O thread may run it
     */
    <T extends @Nullable Object> CompletableFuture<T> begin(
            Entry entry, Function<Duration, CompletableFuture<T>> what) {
        if (!isTaken && isOpen.getAsBoolean()) {
            return what.apply(entry.patience());
        }
        Turn<T> turn = new Turn<>(entry, what);
        if (!add(turn)) {
            return CompletableFuture.failedFuture(Errors.overloaded(entry.about()));
        }
        turn.called.orTimeout(entry.patience().toNanos(), TimeUnit.NANOSECONDS);
        turn.outcome.whenComplete((result, failure) -> remove(turn));
        open(); // it may have become possible meanwhile
        return turn.outcome;
    }

    private synchronized boolean add(Turn<?> turn) {
        boolean hasRoom = quota.hasRoom(turn.entry.bytes());
        if (hasRoom) {
            quota.add(turn.entry.bytes());
            waiting.add(turn);
            isTaken = true;
        }
        return hasRoom;
    }

    /** Begins what waits, in order, for as long as that is possible. */
    void open() {
        for (Turn<?> next = take(false); next != null; next = take(true)) {
            next.called.complete(null);
        }
    }

    /** @param isNext whether the caller has taken one before, and so nobody else takes any */
    private synchronized @Nullable Turn<?> take(boolean isNext) {
        if (isLeaving && !isNext) {
            return null;
        }
        Turn<?> next = waiting.isEmpty() || !isOpen.getAsBoolean()
                ? null
                : waiting.iterator().next();
        if (next != null) {
            waiting.remove(next);
            quota.remove(next.entry.bytes());
        }
        isLeaving = next != null;
        isTaken = isLeaving || !waiting.isEmpty();
        return next;
    }

    private synchronized void remove(Turn<?> turn) {
        turn.called.cancel(false); // its timer with it
        if (waiting.remove(turn)) {
            quota.remove(turn.entry.bytes());
            isTaken = isLeaving || !waiting.isEmpty();
        }
    }

    /** One that waits until it is called. Who cancels its outcome leaves. */
    private static final class Turn<T extends @Nullable Object> {
        private final Entry entry;
        private final long enteredNs = System.nanoTime();
        private final CompletableFuture<@Nullable Void> called = new CompletableFuture<>();
        private final CompletableFuture<T> outcome = new CompletableFuture<>();

        Turn(Entry entry, Function<Duration, CompletableFuture<T>> what) {
            this.entry = entry;
            called.whenComplete((nothing, tooLate) -> {
                if (outcome.isDone()) {
                    return; // cancelled
                }
                begun(what, tooLate).whenCompleteAsync(this::end, entry.completer());
            });
        }

        private CompletableFuture<T> begun(Function<Duration, CompletableFuture<T>> what, @Nullable Throwable tooLate) {
            if (tooLate != null) {
                return CompletableFuture.failedFuture(
                        Errors.notConnected(entry.about(), Failure.Absence.DISCONNECTED, null));
            }
            try {
                long leftNs = entry.patience().toNanos() - (System.nanoTime() - enteredNs);
                return what.apply(Duration.ofNanos(Math.max(1, leftNs)));
            } catch (RuntimeException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        }

        private void end(T result, @Nullable Throwable failure) {
            if (failure == null) {
                outcome.complete(result);
            } else {
                outcome.completeExceptionally(PooledAsync.cause(failure));
            }
        }
    }
}
