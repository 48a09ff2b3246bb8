package org.rembus.broker.transport.local;

import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Backlog;
import org.rembus.broker.transport.output.Output.Room;
import org.rembus.protocol.local.LocalEnd;

/**
 * What a component of this process has been sent and has not taken. It is bounded as an output to a socket is, by its own bound
 * and by the budget of all, and each message counts as {@link LocalEnd#charge} has it. Used on the loop.
 */
final class LocalOutput {
    private final LocalEnd end;
    private final TransportLoop loop;
    private final Backlog backlog;
    private long sentBytes;

    LocalOutput(LocalEnd end, TransportLoop loop, int maxBytes) {
        this.end = end;
        this.loop = loop;
        this.backlog = new Backlog(maxBytes);
    }

    Backlog backlog() {
        return backlog;
    }

    /** What has been sent since the beginning. */
    long sentBytes() {
        return sentBytes;
    }

    /** Whether a message of at least so many bytes would be refused now because too much waits here. */
    boolean isFullFor(int leastBytes) {
        return backlog.isFullFor(LocalEnd.charge(leastBytes), Draw.SPARE);
    }

    /**
     * Sends a message, if there is room.
     *
     * @param message not to be changed any more
     */
    Room add(byte[] message, Draw draw) {
        int charge = LocalEnd.charge(message.length);
        if (backlog.isFullFor(charge, draw)) {
            return Room.OUTPUT_FULL;
        }
        if (!backlog.behindThis(draw, charge).take(loop.budget(), charge)) {
            return Room.BUDGET_FULL;
        }
        backlog.onAccepted(charge);
        sentBytes += message.length;
        loop.traffic().increment(Count.MESSAGES_SENT);
        loop.traffic().add(Count.BYTES_SENT, message.length);
        end.send(message);
        return Room.TAKEN;
    }

    /** The component has taken so much. */
    void onTaken(long charged) {
        backlog.onTaken(charged);
        giveBack(charged);
    }

    /** The connection is gone: gives back everything that waits. */
    void release() {
        giveBack(backlog.pendingBytes());
    }

    private void giveBack(long bytes) {
        for (long left = bytes; left > 0; left -= Integer.MAX_VALUE) {
            loop.budget().giveBack((int) Math.min(left, Integer.MAX_VALUE));
        }
    }
}
