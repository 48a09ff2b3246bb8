package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * A message on its way to any number of connections, encoded at most once however many they are.
 *
 * <p>Valid during the call that hands it over: its message's payload may be a view of a buffer that is reused. The
 * encoded array is its own and may be kept.
 */
public final class Outgoing {
    private final Message message;
    private byte @Nullable [] cbor;

    public Outgoing(Message message) {
        this.message = message;
    }

    public Message message() {
        return message;
    }

    /** The message as CBOR; shared, not to be changed. */
    public byte[] cbor() {
        byte[] encoded = cbor;
        if (encoded == null) {
            encoded = MessageEncoder.encode(message);
            cbor = encoded;
        }
        return encoded;
    }
}
