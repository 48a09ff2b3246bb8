package org.rembus.protocol.local;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One direction: messages in order, handed over as many at a time as there are, so that the receiver is woken once for all of them. The
 * sender hears of what was taken, all of a batch at once.
 */
final class Lane {
    /** After so many others get their turn. */
    private static final int MAX_BATCH = 256;

    private final Queue<Object> items = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final Executor receiving;
    private final Executor sending;
    private volatile @Nullable EndEvents sender;

    // -- of the receiver --
    private @Nullable EndEvents receiver;
    private boolean isPaused;
    private boolean isStopped;

    /** What comes last. */
    record End(int code, String reason) {}

    Lane(Executor receiving, Executor sending) {
        this.receiving = receiving;
        this.sending = sending;
    }

    /** Whom to tell of what was taken. */
    void tellSender(EndEvents events) {
        sender = events;
    }

    // -- for the sender --

    void add(byte[] message) {
        pending.addAndGet(LocalEnd.charge(message.length));
        items.add(message);
        schedule();
    }

    void end(End end) {
        items.add(end);
        schedule();
    }

    long pendingBytes() {
        return pending.get();
    }

    private void schedule() {
        if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
            execute(receiving, this::drain);
        }
    }

    /** Where an executor has ended, nobody is left to be told. */
    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException hasEnded) {
            return;
        }
    }

    // -- on the receiver's thread --

    void tellReceiver(EndEvents events) {
        receiver = events;
        schedule();
    }

    void pause() {
        isPaused = true;
    }

    void resume() {
        isPaused = false;
        schedule();
    }

    void stop() {
        isStopped = true;
        schedule();
    }

    private void drain() {
        EndEvents events = receiver;
        long taken = 0;
        try {
            for (int i = 0; i < MAX_BATCH && events != null && canGoOn(); i++) {
                Object item = items.poll();
                if (item == null) {
                    return;
                }
                taken += item instanceof byte[] message ? LocalEnd.charge(message.length) : 0;
                give(item, events);
            }
        } finally {
            finish(taken, events);
        }
    }

    /** What comes after the end of this side is taken, so that the sender has its room back, and forgotten. */
    private boolean canGoOn() {
        return !isPaused || isStopped;
    }

    private void give(Object item, EndEvents events) {
        if (isStopped) {
            return;
        }
        if (item instanceof End end) {
            isStopped = true;
            events.onEnd(end.code, end.reason);
        } else {
            events.onMessage((byte[]) item);
        }
    }

    private void finish(long taken, @Nullable EndEvents events) {
        isScheduled.set(false);
        if (events != null && canGoOn() && !items.isEmpty()) {
            schedule();
        }
        if (events != null && taken > 0) {
            acknowledge(taken);
            if (!isStopped) {
                events.onMessagesComplete();
            }
        }
    }

    private void acknowledge(long taken) {
        pending.addAndGet(-taken);
        execute(sending, () -> {
            EndEvents told = sender;
            if (told != null) {
                told.onTaken(taken);
            }
        });
    }
}
