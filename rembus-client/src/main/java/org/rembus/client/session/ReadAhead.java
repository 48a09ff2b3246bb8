package org.rembus.client.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are stored and have not been sent, in order: the next ones are here, a page of them, the rest is in
 * the store only and is read when these have been taken.
 */
final class ReadAhead {
    private final OutboxStore store;
    private final Runnable onMore;
    private final Deque<Kept> ready = new ArrayDeque<>();
    private final Set<Long> goneWhileReading = new HashSet<>();
    private long readyBytes;
    private long readThrough;
    private long storedThrough;
    private boolean isReading;

    /** @param onMore called when {@link #peek} may give something that it did not give before */
    ReadAhead(OutboxStore store, Runnable onMore) {
        this.store = store;
        this.onMore = onMore;
    }

    /** The store has messages from before, through this sequence. */
    void resume(long lastSequence) {
        storedThrough = lastSequence;
    }

    /** A message has been stored. */
    void onStored(Kept kept) {
        boolean isNext = readThrough == storedThrough;
        storedThrough = kept.sequence();
        if (isNext && ready.size() < OutboxStore.PAGE_MESSAGES && readyBytes < OutboxStore.PAGE_BYTES) {
            makeReady(kept);
        }
    }

    /** A message is not to be sent, if it has not been taken; it is removed from the store as well. */
    void forget(long sequence, int bytes) {
        if (ready.removeIf(kept -> kept.sequence() == sequence)) {
            readyBytes -= bytes;
        } else if (isReading) {
            goneWhileReading.add(sequence);
        }
    }

    /** The next message; null when there is none, or it is being read. */
    @Nullable
    Kept peek() {
        if (ready.isEmpty() && !isReading && readThrough < storedThrough) {
            readOn();
        }
        return ready.peek();
    }

    /** Takes the message that {@link #peek} gives. */
    Kept take() {
        Kept next = ready.remove();
        readyBytes -= next.bytes();
        return next;
    }

    /** Whether all that is stored has been taken. */
    boolean isEmpty() {
        return ready.isEmpty() && readThrough >= storedThrough;
    }

    private void readOn() {
        isReading = true;
        long head = storedThrough;
        store.read(readThrough, new OutboxStore.Reading() {
            @Override
            public void onPage(List<Kept> page) {
                ReadAhead.this.onPage(page, head);
            }

            @Override
            public void onFailed(Throwable cause) {
                // The store has said that it is broken: nothing more will come from it.
            }
        });
    }

    private void onPage(List<Kept> page, long head) {
        isReading = false;
        for (Kept kept : page) {
            if (goneWhileReading.contains(kept.sequence())) {
                readThrough = kept.sequence();
            } else {
                makeReady(kept);
            }
        }
        goneWhileReading.clear();
        if (page.isEmpty()) {
            readThrough = head;
        }
        onMore.run();
    }

    private void makeReady(Kept kept) {
        ready.add(kept);
        readyBytes += kept.bytes();
        readThrough = kept.sequence();
    }
}
