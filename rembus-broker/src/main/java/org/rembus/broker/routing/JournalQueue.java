package org.rembus.broker.routing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.time.DeadlineQueue;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.broker.routing.traffic.Times;

/**
 * What this router has appended to the journal and not yet seen settled, in order. Commands take effect, and messages
 * are delivered and acknowledged, as their entries come out of it.
 */
final class JournalQueue implements JournalReports {
    private static final long LONGEST_HOLD_NS = Duration.ofSeconds(2).toNanos();

    private final Journal journal;
    private final Notices notices;
    private final TurnTime time;
    private final long maxPendingBytes;
    private final ArrayDeque<Pending> unsettled = new ArrayDeque<>();
    private final ArrayDeque<Pending> unnumbered = new ArrayDeque<>();
    private final DeadlineQueue<Session> heldBack = new DeadlineQueue<>(LONGEST_HOLD_NS);
    private Place lastAppended;
    private Place lastNumbered;
    private long frontier;
    private long appended;
    private long pendingBytes;
    private int pendingPublishes;
    private @Nullable String failure;
    private final Times waited = new Times();
    private @Nullable Pending measured;
    private long measuredSinceNs;

    JournalQueue(Journal journal, Notices notices, TurnTime time, long maxPendingBytes) {
        this.journal = journal;
        this.notices = notices;
        this.time = time;
        this.maxPendingBytes = maxPendingBytes;
        this.frontier = journal.lastSequence();
        this.lastAppended = Place.before(frontier);
        this.lastNumbered = lastAppended;
        journal.reportTo(this);
    }

    /** Every entry through this sequence has been settled. */
    long frontier() {
        return frontier;
    }

    /** See {@link Journal#removedThrough}. */
    long removedThrough() {
        return journal.removedThrough();
    }

    /** How many entries wait. */
    int waiting() {
        return unsettled.size();
    }

    /** How many bytes wait. */
    long waitingBytes() {
        return pendingBytes;
    }

    /** How long entries waited until they were durable: one at a time is measured, as it costs all others nothing. */
    Times waited() {
        return waited;
    }

    /** Why nothing can be stored now; empty when it can. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** The place of what was appended last. */
    Place lastAppended() {
        return lastAppended;
    }

    /** The last place that has a number. */
    Place lastNumbered() {
        return lastNumbered;
    }

    /** What the next {@link Pending} is to be made with. */
    Place nextPlace() {
        return new Place(appended + 1);
    }

    /** Appends an entry; {@code pending} hears what becomes of it. */
    void append(Pending pending) {
        appended++;
        lastAppended = pending.place();
        pendingBytes += pending.entry().weight();
        pendingPublishes += publishesIn(pending);
        unsettled.add(pending);
        unnumbered.add(pending);
        if (measured == null) {
            measured = pending;
            measuredSinceNs = time.nowNs();
        }
        journal.append(pending.entry());
        if (pending.isAwaited()) {
            journal.hasten();
        }
    }

    /**
     * Appends a change of a twin.
     *
     * @param effect gets the change's sequence when it is durable
     * @param lost runs instead when it could not be stored
     */
    void append(TwinChange change, LongConsumer effect, Runnable lost) {
        append(new PendingChange(change, nextPlace(), effect, lost, true));
    }

    /** Appends a change that nobody waits for: it may become durable a moment later than it could. */
    void append(TwinChange change, Runnable lost) {
        append(new PendingChange(change, nextPlace(), sequence -> {}, lost, false));
    }

    /** Appends a change that nobody waits for or misses. */
    void append(TwinChange change) {
        append(change, () -> {});
    }

    /** Runs when all that has been appended so far is settled: at once when nothing is under way. */
    void afterPending(Runnable action) {
        Pending last = unsettled.peekLast();
        if (last == null) {
            action.run();
        } else {
            journal.hasten();
            pendingBytes += TwinChange.WEIGHT;
            last.afterwards(() -> {
                pendingBytes -= TwinChange.WEIGHT;
                action.run();
            });
        }
    }

    /** Visits the publishes that are not settled, in order. */
    void forEachPublish(Consumer<PendingPublish> visitor) {
        for (Pending pending : unsettled) {
            if (pending instanceof PendingPublish publish) {
                visitor.accept(publish);
            }
        }
    }

    /** Whether a publish is under way. */
    boolean hasPublish() {
        return pendingPublishes > 0;
    }

    boolean isEmpty() {
        return unsettled.isEmpty();
    }

    /**
     * Stops reading from whoever appends while too much waits for the journal, but not for long at a time. A session is
     * never held back and greeted at once: nothing is read meanwhile that would bring about the other.
     */
    void holdBackIfFull(Session appender) {
        if (pendingBytes > maxPendingBytes && !appender.isClosed()) {
            heldBack.add(appender, time.nowNs());
            appender.connection().pauseReading();
        }
    }

    /** Whether nothing is read from this one now. */
    boolean isHeldBack(Session appender) {
        return heldBack.contains(appender);
    }

    /** Forgets one that is gone. */
    void forget(Session appender) {
        heldBack.remove(appender);
    }

    /** Reads on from those that have been held back for long enough: their peers may have said other things, too. */
    void releaseDue() {
        Session due = heldBack.pollDue(time.nowNs());
        while (due != null) {
            due.connection().resumeReading();
            due = heldBack.pollDue(time.nowNs());
        }
    }

    @Override
    public void onNumbered(long first, int count) {
        for (int i = 0; i < count; i++) {
            Pending pending = Objects.requireNonNull(unnumbered.poll(), "the journal numbered what was not appended");
            pending.place().number(first + i);
            lastNumbered = pending.place();
            pending.onNumbered();
        }
    }

    @Override
    public void onDurable(long through) {
        Pending oldest = unsettled.peek();
        while (oldest != null && oldest.sequence() <= through) {
            frontier = oldest.sequence();
            settle();
            if (oldest == measured) {
                waited.add(time.nowNs() - measuredSinceNs);
                measured = null;
            }
            oldest.onDurable();
            oldest.runAfterwards();
            oldest = unsettled.peek();
        }
        frontier = Math.max(frontier, through);
        releaseIfDrained();
    }

    @Override
    public void onLost(int count) {
        notices.notStored(count);
        for (int i = 0; i < count; i++) {
            Pending lost = settle();
            if (lost == measured) {
                measured = null;
            }
            if (!lost.place().isNumbered()) {
                unnumbered.remove();
                // after all that has a number, before all that will get one
                lost.place().number(lastNumbered.sequence());
            }
            lost.onLost();
            lost.runAfterwards();
        }
        releaseIfDrained();
    }

    @Override
    public void onFailed(String reason) {
        failure = reason;
        notices.journalFailed(reason);
    }

    @Override
    public void onRecovered() {
        failure = null;
        notices.journalRecovered();
    }

    @Override
    public void onDamaged(String what) {
        notices.journalDamaged(what);
    }

    @Override
    public void onMended(String what) {
        notices.journalMended(what);
    }

    private Pending settle() {
        Pending pending = Objects.requireNonNull(unsettled.poll(), "the journal settled what was not appended");
        pendingBytes -= pending.entry().weight();
        pendingPublishes -= publishesIn(pending);
        return pending;
    }

    private static int publishesIn(Pending pending) {
        return pending instanceof PendingPublish ? 1 : 0;
    }

    private void releaseIfDrained() {
        if (pendingBytes <= maxPendingBytes / 2) {
            Session held = heldBack.poll();
            while (held != null) {
                held.connection().resumeReading();
                held = heldBack.poll();
            }
        }
    }

    /** A change of a twin, with its effect. */
    private static final class PendingChange extends Pending {
        private final LongConsumer effect;
        private final Runnable lost;
        private final boolean awaited;

        PendingChange(JournalEntry entry, Place place, LongConsumer effect, Runnable lost, boolean awaited) {
            super(entry, place);
            this.effect = effect;
            this.lost = lost;
            this.awaited = awaited;
        }

        @Override
        boolean isAwaited() {
            return awaited;
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
