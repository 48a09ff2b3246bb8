package org.rembus.broker.routing.progress;

import org.rembus.broker.journal.SequenceSet;

/**
 * How far a subscription has got in the journal: done with everything through its position, with some of what is above
 * it, and waiting for the acknowledgement of others.
 */
public final class Progress {
    private final SequenceSet doneAbove;
    private final SequenceRow inFlight = new SequenceRow();
    private long position;

    public Progress(long position, SequenceSet doneAbove) {
        this.position = position;
        this.doneAbove = doneAbove;
    }

    /** Whether the message of this sequence needs nothing more than, at most, its acknowledgement. */
    public boolean hasHandled(long sequence) {
        return sequence <= position || inFlight.contains(sequence) || doneAbove.contains(sequence);
    }

    /** The first sequence from this one on that is not done with. */
    public long firstNotDone(long from) {
        return doneAbove.firstAbsent(Math.max(from, position + 1));
    }

    /** How many sequences from {@code first} to {@code last} are not done with. */
    public long countNotDone(long first, long last) {
        return doneAbove.countAbsent(Math.max(first, position + 1), last);
    }

    /** The message waits for its acknowledgement. */
    public void sent(long sequence) {
        inFlight.add(sequence);
    }

    /** The message needs nothing more. */
    public void done(long sequence) {
        inFlight.remove(sequence);
        skip(sequence, sequence);
    }

    /** Is done with all from {@code first} to {@code last}, but what is in flight. */
    public void skip(long first, long last) {
        long from = Math.max(first, position + 1);
        if (from > last) {
            return;
        }
        for (int i = inFlight.indexOfFirst(from); i < inFlight.size() && inFlight.get(i) <= last; i++) {
            doneAbove.add(from, inFlight.get(i) - 1);
            from = inFlight.get(i) + 1;
        }
        if (from == position + 1 && doneAbove.isEmpty()) {
            position = last; // the usual: nothing before it is waited for
            return;
        }
        doneAbove.add(from, last);
        position = doneAbove.firstAbsent(position + 1) - 1;
        doneAbove.removeThrough(position);
    }

    /** What was handed over without an acknowledgement will be handed over again. */
    public void forgetInFlight() {
        inFlight.clear();
    }

    /** This one message will be handed over again. */
    public void forgetInFlight(long sequence) {
        inFlight.remove(sequence);
    }

    /** How many wait for their acknowledgement. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Everything through this sequence is done with. */
    public long position() {
        return position;
    }

    /** What is done with above the position; a view. */
    public SequenceSet doneAbove() {
        return doneAbove;
    }
}
