package org.rembus.broker.journal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.rembus.broker.journal.JournalEntry;

/**
 * The entries between their appending and the report that they are durable: first without a number, then held for others
 * to come, then with the writer. Router's thread only.
 */
final class Outbox {
    private List<JournalEntry> appended = new ArrayList<>();
    private boolean appendedIsAwaited;
    private List<JournalEntry> held = new ArrayList<>();
    private long heldFirst;
    private long heldWeight;
    private boolean heldIsAwaited;
    private final ArrayDeque<Handover> handedOver = new ArrayDeque<>();
    private int settledOfOldest;
    private long next;

    /** @param next the first number to give */
    Outbox(long next) {
        this.next = next;
    }

    /** Takes an entry that is durable. */
    interface SettledVisitor {
        void visit(long sequence, JournalEntry entry);
    }

    void append(JournalEntry entry) {
        appended.add(entry);
    }

    /** Somebody waits for what was appended last. */
    void hasten() {
        if (appended.isEmpty()) {
            heldIsAwaited = true;
        } else {
            appendedIsAwaited = true;
        }
    }

    /** What is held has waited for long enough. */
    void hastenHeld() {
        heldIsAwaited = true;
    }

    boolean hasAppended() {
        return !appended.isEmpty();
    }

    /** The number that the next entry gets. */
    long next() {
        return next;
    }

    /**
     * Gives numbers to what was appended.
     *
     * @return how many got one, the last of them the one before {@link #next}
     */
    int number() {
        int count = appended.size();
        if (held.isEmpty()) {
            heldFirst = next;
        }
        for (JournalEntry entry : appended) {
            heldWeight += entry.weight();
        }
        held.addAll(appended);
        heldIsAwaited |= appendedIsAwaited;
        appended.clear();
        appendedIsAwaited = false;
        next += count;
        return count;
    }

    boolean holds() {
        return !held.isEmpty();
    }

    /** Whether what is held should wait no longer. */
    boolean isDue(long lazyBytes) {
        return heldIsAwaited || heldWeight >= lazyBytes;
    }

    /** Takes what is held, for the writer. */
    Handover handOver() {
        Handover handover = new Handover(heldFirst, held, heldWeight);
        handedOver.add(handover);
        held = new ArrayList<>();
        heldWeight = 0;
        heldIsAwaited = false;
        return handover;
    }

    /** Visits the entries through this sequence, which are durable and leave. */
    void settle(long through, SettledVisitor visitor) {
        Handover oldest = handedOver.peek();
        while (oldest != null && oldest.first() + settledOfOldest <= through) {
            visitor.visit(oldest.first() + settledOfOldest, oldest.entries().get(settledOfOldest));
            settledOfOldest++;
            if (settledOfOldest == oldest.entries().size()) {
                handedOver.remove();
                settledOfOldest = 0;
                oldest = handedOver.peek();
            }
        }
    }

    /** Forgets all of them; how many they were. */
    int loseAll() {
        int count = appended.size() + held.size() - settledOfOldest;
        for (Handover handover : handedOver) {
            count += handover.entries().size();
        }
        handedOver.clear();
        settledOfOldest = 0;
        held = new ArrayList<>();
        heldWeight = 0;
        heldIsAwaited = false;
        appended = new ArrayList<>();
        appendedIsAwaited = false;
        return count;
    }
}
