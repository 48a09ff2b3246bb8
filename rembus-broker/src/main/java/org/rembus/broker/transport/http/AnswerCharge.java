package org.rembus.broker.transport.http;

import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.memory.Draw;

/** What an answer takes of the memory of all connections while it waits. For the loop. */
final class AnswerCharge {
    private final BufferBudget budget;
    private final boolean isTaken;
    private int bytes;

    private AnswerCharge(BufferBudget budget, boolean isTaken, int bytes) {
        this.budget = budget;
        this.isTaken = isTaken;
        this.bytes = bytes;
    }

    /** Takes so many bytes, or none: a long answer is to leave some for others. */
    static AnswerCharge take(TransportLoop loop, int bytes) {
        Draw draw = loop.longTexts().isLong(bytes) ? Draw.SPARE : Draw.WHOLE;
        boolean isTaken = draw.take(loop.budget(), bytes);
        return new AnswerCharge(loop.budget(), isTaken, isTaken ? bytes : 0);
    }

    /** Whether there was memory for the answer. */
    boolean isTaken() {
        return isTaken;
    }

    /** Nothing is left of the answer. Does nothing the second time. */
    void release() {
        budget.giveBack(bytes);
        bytes = 0;
    }
}
