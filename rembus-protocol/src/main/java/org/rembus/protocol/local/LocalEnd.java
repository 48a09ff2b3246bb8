package org.rembus.protocol.local;

import java.util.concurrent.Executor;
import org.rembus.protocol.Extensions;

/**
 * One of the two ends of a connection within a process. All methods but {@link #pendingBytes} belong to the thread on which this end
 * receives.
 *
 * <p>It bounds nothing by itself: who sends looks at {@link #pendingBytes} first.
 */
public final class LocalEnd {
    /** What a message takes beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 64;

    private final Extensions agreed;
    private final Lane in;
    private final Lane out;
    private boolean hasEnded;

    private LocalEnd(Extensions agreed, Lane in, Lane out) {
        this.agreed = agreed;
        this.in = in;
        this.out = out;
    }

    /** Both ends of a connection. */
    public record Pair(LocalEnd component, LocalEnd broker) {}

    /**
     * A new connection.
     *
     * @param component where the component's end receives: one task at a time, in order
     * @param broker where the broker's end does
     */
    public static Pair connect(Executor component, Executor broker, Extensions agreed) {
        Lane toBroker = new Lane(broker, component);
        Lane toComponent = new Lane(component, broker);
        return new Pair(new LocalEnd(agreed, toComponent, toBroker), new LocalEnd(agreed, toBroker, toComponent));
    }

    /** What both ends understand beyond the protocol. */
    public Extensions agreed() {
        return agreed;
    }

    /** Begins to receive; what has come so far is not lost. */
    public void begin(EndEvents events) {
        out.tellSender(events);
        in.tellReceiver(events);
    }

    /**
     * Sends a message, after those before. Does nothing when the connection has ended.
     *
     * @param message not copied, not to be changed any more
     */
    public void send(byte[] message) {
        if (!hasEnded) {
            out.add(message);
        }
    }

    /** What a message of so many bytes counts for. */
    public static int charge(int bytes) {
        return Math.addExact(bytes, OVERHEAD_BYTES);
    }

    /** What was sent and the other end has not taken yet, each message as {@link #charge} has it. Callable from any thread. */
    public long pendingBytes() {
        return out.pendingBytes();
    }

    /** Stops receiving, also what has been sent by the other end already. Its end waits, too. */
    public void pause() {
        in.pause();
    }

    /** Receives on after {@link #pause}. */
    public void resume() {
        in.resume();
    }

    /** Ends the connection: the other end gets what was sent before, then the code and the reason. This end gets nothing any more. */
    public void end(int code, String reason) {
        if (!hasEnded) {
            hasEnded = true;
            in.stop();
            out.end(new Lane.End(code, reason));
        }
    }
}
