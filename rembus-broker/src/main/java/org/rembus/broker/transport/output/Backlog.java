package org.rembus.broker.transport.output;

import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.memory.Draw;

/**
 * How much of what one connection has accepted waits for its peer to take it, and what still finds room behind it. Used on the
 * loop.
 */
public final class Backlog {
    /** What a quick peer may have waiting in the middle of a turn. */
    static final int MOMENT_BYTES = 256 * 1024;

    /** What a peer may have waiting and still be served before those who have more; so much to spare lets it go on. */
    static final int PORTION_BYTES = 32 * 1024;

    private final int maxBytes;
    private long pendingBytes;
    private long takenBytes;
    private long answersUpTo;

    /**
     * @param maxBytes how much may wait; an empty backlog takes one message of any size, one answer of any size may exceed the
     *     bound, and while such a message is written as much again may wait behind it in answers
     */
    public Backlog(int maxBytes) {
        this.maxBytes = maxBytes;
        this.answersUpTo = maxBytes;
    }

    /** Bytes accepted and not yet taken. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Bytes taken since the beginning. */
    long takenBytes() {
        return takenBytes;
    }

    /** Bytes accepted since the beginning. */
    long acceptedBytes() {
        return takenBytes + pendingBytes;
    }

    /** Whether so many bytes more are too many. */
    public boolean isFullFor(long bytes, Draw draw) {
        return switch (draw) {
            case SPARE, AMPLE, LAVISH -> pendingBytes > 0 && pendingBytes + bytes > maxBytes;
            // A large answer behind a few small ones is no sign of a slow peer, nor are small ones behind a large one.
            case WHOLE -> pendingBytes > answersUpTo;
            case ANYWAY -> false;
        };
    }

    /** How urgent what is drawn is behind all that waits. A large message leaves room for small ones to others, whatever waits. */
    public Draw behindThis(Draw draw, long bytes) {
        if (draw != Draw.SPARE || Math.max(pendingBytes, bytes) <= PORTION_BYTES) {
            return draw;
        }
        return pendingBytes <= MOMENT_BYTES ? Draw.AMPLE : Draw.LAVISH;
    }

    /** Whether, after a refusal for want of budget, there is enough of it again for what waits here. */
    boolean hasEnoughOf(BufferBudget budget) {
        return switch (behindThis(Draw.SPARE, 0)) {
            case LAVISH -> budget.hasPlenty();
            case AMPLE -> budget.hasAmple();
            default -> budget.hasSpare(PORTION_BYTES);
        };
    }

    /** Whether less than half of the bound is in use. */
    boolean isBelowHalf() {
        return pendingBytes == 0 || pendingBytes < maxBytes / 2;
    }

    public void onAccepted(long bytes) {
        pendingBytes += bytes;
        if (pendingBytes > maxBytes && bytes > maxBytes / 2 && answersUpTo == maxBytes) {
            answersUpTo = pendingBytes + maxBytes;
        }
    }

    public void onTaken(long bytes) {
        onLost(bytes);
        takenBytes += bytes;
    }

    /** They will never be taken. */
    void onLost(long bytes) {
        pendingBytes -= bytes;
        if (pendingBytes <= maxBytes) {
            answersUpTo = maxBytes;
        }
    }

    /** What was accepted as so many bytes turns out to be so many. */
    void onMade(long expectedBytes, long bytes) {
        if (answersUpTo > maxBytes) {
            answersUpTo += Math.max(0, bytes - expectedBytes);
        }
        pendingBytes -= expectedBytes;
        onAccepted(bytes);
    }
}
