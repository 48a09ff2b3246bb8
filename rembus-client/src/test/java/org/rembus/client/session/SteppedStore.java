package org.rembus.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A store in memory that does what it was told only when a test lets it, call by call, and lasts as far as one asks. */
final class SteppedStore implements OutboxStore {
    private final MemoryStore store = new MemoryStore();
    private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
    private boolean isFailing;

    /** Lets the next calls take effect. */
    void step(int count) {
        for (int i = 0; i < count; i++) {
            calls.remove().run();
        }
    }

    /** Lets everything take effect, what follows from it included. */
    void drain() {
        while (!calls.isEmpty()) {
            step(1);
        }
    }

    /** What is there now. */
    List<Kept> contents() {
        List<Kept> all = new ArrayList<>();
        long after = 0;
        int before;
        do {
            before = all.size();
            store.read(after, new Reading() {
                @Override
                public void onPage(List<Kept> page) {
                    all.addAll(page);
                }

                @Override
                public void onFailed(Throwable cause) {
                    throw new AssertionError(cause);
                }
            });
            after = all.isEmpty() ? 0 : all.getLast().sequence();
        } while (all.size() > before);
        return all;
    }

    /** From now on additions and acknowledgements fail when they are due. */
    void failFromNowOn() {
        isFailing = true;
    }

    @Override
    public void open(Opening opening) {
        opening.onOpened(Contents.NOTHING);
    }

    @Override
    public void add(Kept message, Outcome outcome) {
        calls.add(() -> {
            if (isFailing) {
                outcome.onFailed(new IllegalStateException("full"));
            } else {
                store.add(message, outcome);
            }
        });
    }

    @Override
    public void acknowledge(Kept message, Outcome outcome) {
        calls.add(() -> {
            if (isFailing) {
                outcome.onFailed(new IllegalStateException("full"));
            } else {
                store.acknowledge(message, outcome);
            }
        });
    }

    @Override
    public void remove(long sequence) {
        calls.add(() -> store.remove(sequence));
    }

    @Override
    public void read(long after, Reading reading) {
        calls.add(() -> store.read(after, reading));
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public void close(Consumer<Kept> lost, Runnable done) {
        calls.add(done);
    }
}
