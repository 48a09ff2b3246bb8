package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;

/** An entry on its way into the journal, with what is to happen when it gets there. */
abstract class Pending {
    private final JournalEntry entry;
    private final Place place;
    private @Nullable List<Runnable> afterwards;

    /** @param place from {@link JournalQueue#nextPlace} */
    Pending(JournalEntry entry, Place place) {
        this.entry = entry;
        this.place = place;
    }

    /** Whether somebody waits for it to be durable. */
    abstract boolean isAwaited();

    /** The entry has its place in the order: its sequence is valid. */
    void onNumbered() {}

    /** The entry, and all before it, will survive. Called once, unless {@link #onLost} is. */
    abstract void onDurable();

    /** The entry is not stored and will not be. */
    abstract void onLost();

    JournalEntry entry() {
        return entry;
    }

    Place place() {
        return place;
    }

    /** See {@link Place#sequence}. */
    long sequence() {
        return place.sequence();
    }

    /** Does this right after {@link #onDurable} or {@link #onLost}. */
    void afterwards(Runnable action) {
        if (afterwards == null) {
            afterwards = new ArrayList<>();
        }
        afterwards.add(action);
    }

    void runAfterwards() {
        if (afterwards != null) {
            afterwards.forEach(Runnable::run);
        }
    }
}
