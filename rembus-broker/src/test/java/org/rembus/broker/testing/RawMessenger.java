package org.rembus.broker.testing;

import java.io.IOException;
import org.rembus.protocol.Message;

/** A peer over a stream, of whatever framing, that can break every rule. All its calls block, for ten seconds at most. */
public interface RawMessenger extends AutoCloseable {
    RawMessenger send(Message message) throws IOException;

    RawMessenger sendRaw(byte... bytes) throws IOException;

    /** The next message. */
    Message readMessage() throws IOException;

    /**
     * Reads up to the end of the broker's stream; an end by a reset counts as one.
     *
     * @return how many bytes came before it
     */
    long readToEnd() throws IOException;

    /** Vanishes with a reset. */
    void reset() throws IOException;

    @Override
    void close() throws IOException;
}
