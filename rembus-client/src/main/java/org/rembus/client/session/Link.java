package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.TraceContext;

/** One connection to a broker, as the session writes to it. After its end all methods do nothing. */
public interface Link {

    /**
     * Sends an encoded message, in the order of the calls. What is sent in one turn of the loop leaves in one write.
     *
     * @param message not copied, not to be changed any more
     */
    default void send(byte[] message) {
        send(message, null);
    }

    /** As {@link #send(byte[])}, with what it is a part of, if the broker takes that. */
    void send(byte[] message, @Nullable TraceContext trace);

    /** As {@link #send(byte[])}, a part of an array that is copied. */
    void send(byte[] array, int offset, int length);

    /** The length of the message that was the longest as it was sent. */
    int longestSentBytes();

    /** Whether the peer does not take what was sent, so that what is sent now waits on this side. */
    boolean isBlocked();

    /** What was agreed on with the broker when the connection was made (PROTOCOL.md section 15). */
    Extensions extensions();

    /** Sends a transport-level ping. */
    void ping();

    /** Sends what has been sent so far and closes; {@link Session#onDisconnected} follows. */
    void close(int code, String reason);
}
