package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.JournalEntry;

/** An entry on its way into the journal, with what is to happen when it gets there. */
abstract class Pending {
    private static final long NOT_NUMBERED = -1;

    private final JournalEntry entry;
    private final long ordinal;
    private long sequence = NOT_NUMBERED;
    private @Nullable List<Runnable> afterwards;

    Pending(JournalEntry entry, long ordinal) {
        this.entry = entry;
        this.ordinal = ordinal;
    }

    /** The entry has its place in the order: {@link #sequence} is valid. */
    void onNumbered() {}

    /** The entry, and all before it, will survive. Called once, unless {@link #onLost} is. */
    abstract void onDurable();

    /** The entry is not stored and will not be. */
    abstract void onLost();

    JournalEntry entry() {
        return entry;
    }

    /** Counts what this router appended. */
    long ordinal() {
        return ordinal;
    }

    /** The journal's number; larger than any other while there is none yet. */
    long sequence() {
        return sequence == NOT_NUMBERED ? Long.MAX_VALUE : sequence;
    }

    boolean isNumbered() {
        return sequence != NOT_NUMBERED;
    }

    void number(long given) {
        sequence = given;
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
