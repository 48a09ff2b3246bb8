package org.rembus.broker.routing;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far a subscription has got in the journal: done with everything through its position, with some above it, and
 * waiting for the acknowledgement of others.
 */
final class Progress {
    private final TreeSet<Long> doneAbove = new TreeSet<>();
    private final TreeSet<Long> inFlight = new TreeSet<>();
    private long position;

    Progress(long position, SortedSet<Long> doneAbove) {
        this.position = position;
        this.doneAbove.addAll(doneAbove);
    }

    /** Whether the message of this sequence has been handed over, acknowledged or not. */
    boolean hasHandled(long sequence) {
        return sequence <= position || inFlight.contains(sequence) || doneAbove.contains(sequence);
    }

    /** Whether an unacknowledged message holds the position back while this many have been handed over above it. */
    boolean isCrowded(int limit) {
        return !inFlight.isEmpty() && inFlight.size() + doneAbove.size() >= limit;
    }

    void sent(long sequence) {
        inFlight.add(sequence);
    }

    /** The message needs nothing more. */
    void done(long sequence) {
        inFlight.remove(sequence);
        if (sequence > position) {
            doneAbove.add(sequence);
        }
    }

    /** What was handed over without an acknowledgement will be handed over again. */
    void forgetInFlight() {
        inFlight.clear();
    }

    /** This one message will be handed over again. */
    void forgetInFlight(long sequence) {
        inFlight.remove(sequence);
    }

    /**
     * Moves the position as far as it goes.
     *
     * @param considered everything through this sequence has been handed over or was not for this subscription
     */
    void settle(long considered) {
        long reached = inFlight.isEmpty() ? considered : Math.min(considered, inFlight.first() - 1);
        if (reached > position) {
            position = reached;
            doneAbove.headSet(position + 1).clear();
        }
    }

    /** Is done with everything through this sequence, whatever it was. */
    void skipThrough(long sequence) {
        if (sequence > position) {
            position = sequence;
            doneAbove.headSet(position + 1).clear();
        }
    }

    long position() {
        return position;
    }

    /** What is done with above the position; a view. */
    SortedSet<Long> doneAbove() {
        return doneAbove;
    }
}
