package org.rembus.broker.transport.output;

import java.util.function.Function;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;

/**
 * What becomes of the messages that are offered to one connection: a refusal is counted, and whoever was refused is told once when there
 * is room again. Used on the loop.
 */
public final class Offers {
    private final TransportLoop loop;
    private final Backlog backlog;
    private final FreshWindow fresh;
    private final Refusals refusals;

    /**
     * @param backlog of the connection
     * @param maxOutputBytes how much may wait in it
     * @param onWritable called in a task of its own, after a refusal, when there is room again
     */
    public Offers(TransportLoop loop, Backlog backlog, int maxOutputBytes, Runnable onWritable) {
        this.loop = loop;
        this.backlog = backlog;
        this.fresh = new FreshWindow(backlog, Math.min(Backlog.MOMENT_BYTES, maxOutputBytes / 2));
        this.refusals = new Refusals(loop, backlog, fresh, onWritable);
    }

    /** The outcome of an offer that found this room. */
    public Offer settle(Output.Room room) {
        return switch (room) {
            case TAKEN -> Offer.ACCEPTED;
            case OUTPUT_FULL -> refused(room, Traffic.Count.REFUSED_OUTPUT_FULL, Offer.FULL);
            case BUDGET_FULL -> refused(room, Traffic.Count.REFUSED_BUDGET, Offer.NO_MEMORY);
        };
    }

    private Offer refused(Output.Room room, Traffic.Count count, Offer outcome) {
        refusals.onRefused(room);
        loop.traffic().increment(count);
        return outcome;
    }

    /**
     * Offers what newer messages may replace: only as much of it as a quick peer takes in a moment.
     *
     * @param offer makes the offer, which is {@linkplain #settle settled} in it
     */
    public Offer fresh(Outgoing message, Function<Outgoing, Offer> offer) {
        if (!fresh.isOpen()) {
            refusals.onNotFresh();
            return Offer.FULL;
        }
        long before = backlog.acceptedBytes();
        Offer outcome = offer.apply(message);
        if (outcome == Offer.ACCEPTED) {
            fresh.onAccepted(backlog.acceptedBytes() - before);
        }
        return outcome;
    }

    /** Some of it has been taken. May be called in the middle of a write. */
    public void onWritten() {
        refusals.onWritten();
    }
}
