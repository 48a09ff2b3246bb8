package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.TwinChange;

/**
 * What this router has appended to the journal and not yet seen settled, in order. Commands take effect, and messages
 * are delivered and acknowledged, as their entries come out of it.
 */
final class JournalQueue implements JournalReports {
    private final Journal journal;
    private final Notices notices;
    private final long maxPendingBytes;
    private final ArrayDeque<Pending> unsettled = new ArrayDeque<>();
    private final ArrayDeque<Pending> unnumbered = new ArrayDeque<>();
    private final Set<Session> heldBack = new LinkedHashSet<>();
    private long frontier;
    private long appended;
    private long pendingBytes;

    JournalQueue(Journal journal, Notices notices, long maxPendingBytes) {
        this.journal = journal;
        this.notices = notices;
        this.maxPendingBytes = maxPendingBytes;
        this.frontier = journal.lastSequence();
        journal.reportTo(this);
    }

    /** Every entry through this sequence has been settled. */
    long frontier() {
        return frontier;
    }

    /** What the next {@link Pending} is to be made with. */
    long nextOrdinal() {
        return appended + 1;
    }

    /** Appends an entry; {@code pending} hears what becomes of it. */
    void append(Pending pending) {
        appended++;
        pendingBytes += pending.entry().weight();
        unsettled.add(pending);
        unnumbered.add(pending);
        journal.append(pending.entry());
    }

    /**
     * Appends a change of a twin.
     *
     * @param effect gets the change's sequence when it is durable
     * @param lost runs instead when it could not be stored
     */
    void append(TwinChange change, LongConsumer effect, Runnable lost) {
        append(new PendingChange(change, nextOrdinal(), effect, lost));
    }

    /** Appends a change that nobody waits for. */
    void append(TwinChange change) {
        append(change, sequence -> {}, () -> {});
    }

    /** Runs when all that has been appended so far is settled: at once when nothing is under way. */
    void afterPending(Runnable action) {
        Pending last = unsettled.peekLast();
        if (last == null) {
            action.run();
        } else {
            last.afterwards(action);
        }
    }

    /** The entry that was appended last, while it is unsettled. */
    @Nullable
    Pending last() {
        return unsettled.peekLast();
    }

    /** Visits what is numbered but not settled, in order. */
    void forEachNumbered(Consumer<Pending> visitor) {
        for (Pending pending : unsettled) {
            if (!pending.isNumbered()) {
                return;
            }
            visitor.accept(pending);
        }
    }

    boolean isEmpty() {
        return unsettled.isEmpty();
    }

    /** Stops reading from this publisher while too much waits for the journal. */
    void holdBackIfFull(Session publisher) {
        if (pendingBytes > maxPendingBytes && heldBack.add(publisher)) {
            publisher.connection().pauseReading();
        }
    }

    /** Forgets a publisher that is gone. */
    void forget(Session publisher) {
        heldBack.remove(publisher);
    }

    @Override
    public void onNumbered(long first, int count) {
        for (int i = 0; i < count; i++) {
            Pending pending = Objects.requireNonNull(unnumbered.poll(), "the journal numbered what was not appended");
            pending.number(first + i);
            pending.onNumbered();
        }
    }

    @Override
    public void onDurable(long through) {
        Pending oldest = unsettled.peek();
        while (oldest != null && oldest.sequence() <= through) {
            frontier = oldest.sequence();
            settle();
            oldest.onDurable();
            oldest.runAfterwards();
            oldest = unsettled.peek();
        }
        frontier = Math.max(frontier, through);
        releaseHeldBack();
    }

    @Override
    public void onLost(int count) {
        notices.notStored(count);
        for (int i = 0; i < count; i++) {
            Pending lost = settle();
            if (!lost.isNumbered()) {
                unnumbered.poll();
            }
            lost.onLost();
            lost.runAfterwards();
        }
        releaseHeldBack();
    }

    private Pending settle() {
        Pending pending = Objects.requireNonNull(unsettled.poll(), "the journal settled what was not appended");
        pendingBytes -= pending.entry().weight();
        return pending;
    }

    private void releaseHeldBack() {
        if (pendingBytes <= maxPendingBytes / 2 && !heldBack.isEmpty()) {
            Session[] released = heldBack.toArray(Session[]::new);
            heldBack.clear();
            for (Session session : released) {
                session.connection().resumeReading();
            }
        }
    }

    /** A change of a twin, with its effect. */
    private static final class PendingChange extends Pending {
        private final LongConsumer effect;
        private final Runnable lost;

        PendingChange(JournalEntry entry, long ordinal, LongConsumer effect, Runnable lost) {
            super(entry, ordinal);
            this.effect = effect;
            this.lost = lost;
        }

        @Override
        void onDurable() {
            effect.accept(sequence());
        }

        @Override
        void onLost() {
            lost.run();
        }
    }
}
