package org.rembus.broker.routing.connection;

import java.util.Optional;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.traffic.Load;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.json.Dialect;

/**
 * A peer's connection as the router sees it: where the effects of its decisions go. A transport implements it.
 *
 * <p>Called on the router's thread only. No method blocks or throws because of the peer, and none calls
 * {@link ConnectionEvents} before it returns; on a connection that is closed they do nothing. What is sent in one turn of
 * the loop leaves in one write, in the order of the calls.
 */
public interface Connection {

    /** What became of a message that was offered. */
    enum Offer {
        ACCEPTED,
        /** The output has no room: the message is not sent. {@link ConnectionEvents#onWritable} follows when there is. */
        FULL,
        /** The same, because the outputs of all peers together have none. */
        NO_MEMORY,
        /** The connection is ending: nothing is sent on it any more, and {@link ConnectionEvents#onClosed} follows. */
        GONE
    }

    /** Transport and remote address, fit for a log. */
    String peer();

    /** Whether the peer is on this machine, as far as its address tells. */
    default boolean isLocal() {
        return false;
    }

    /** Whether the peer is in this process. */
    default boolean isInProcess() {
        return false;
    }

    /**
     * The name that the peer has proved by a certificate when the connection was made, as it stands there, which need not be a
     * legal one. Empty: it was asked for none.
     */
    default Optional<String> certifiedName() {
        return Optional.empty();
    }

    /**
     * Whether the peer is there for a request only. Such a one never gets the name of a connection that lives, whatever is set,
     * and gives its own up to a component that comes for it.
     */
    default boolean isPassing() {
        return false;
    }

    /** In which dialect of JSON-RPC the peer has last spoken; one of CBOR in none. */
    default Dialect dialect() {
        return Dialect.UNSAID;
    }

    /** What it has carried, and has waiting. */
    default Load load() {
        return Load.NONE;
    }

    /** What was agreed on with the peer when the connection was made (PROTOCOL.md section 15). */
    Extensions extensions();

    /** Sends an answer or an acknowledgement. It is never dropped: when the output is full, the connection is closed. */
    void send(Message message);

    /** Sends a publish or a request, if there is room. An empty output has room for one message of any legal size. */
    Offer offer(Outgoing message);

    /**
     * As {@link #offer}, for what a newer message may replace: only as much of it is let in as a quick peer takes in a moment,
     * so that the rest can still be replaced.
     */
    Offer offerFresh(Outgoing message);

    /** Takes memory for what waits for this peer outside of its output, unless all peers together have too much of it. */
    boolean reserve(int bytes);

    /** Gives back what {@link #reserve} took, on a connection that is closed, too. */
    void giveBack(int bytes);

    /** Sends a transport-level ping, so that a live peer sends something back. */
    void ping();

    /** When the last byte came, a pong included, on the clock of {@link Router#advance}. */
    long lastHeardNs();

    /**
     * Stops reading: once the message that is being handled is done, no other is handed over, not even one that has been
     * received already. Calls do not nest: one {@link #resumeReading} undoes any number of them.
     */
    void pauseReading();

    /** Reads on after {@link #pauseReading}. */
    void resumeReading();

    /** Sends what has been accepted, then closes; {@link ConnectionEvents#onClosed} follows. Nothing is handed over any more. */
    void close(CloseReason reason);
}
