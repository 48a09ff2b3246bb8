package org.rembus.client.session;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.QoS;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageDecoder;

/**
 * A publish of QoS 1 or 2 that the outbox keeps until the broker has it.
 *
 * @param sequence its place in the order of all that this outbox has ever kept
 * @param message as it goes out, not to be changed
 * @param trace what it is a part of, as long as it is in memory: files do not keep it
 */
public record Kept(
        long sequence,
        MessageId id,
        QoS qos,
        byte[] message,
        @Nullable TraceContext trace) {

    /**
     * Reads a message as it was kept.
     *
     * @throws ProtocolException if it is no publish of QoS 1 or 2
     */
    public static Kept read(long sequence, byte[] message) throws ProtocolException {
        Message.Publish publish = decode(message);
        return new Kept(sequence, publish.requireId(), publish.qos(), message, null);
    }

    String topic() {
        try {
            return decode(message).topic();
        } catch (ProtocolException changed) {
            throw new IllegalStateException("a message that was kept cannot be read", changed);
        }
    }

    int bytes() {
        return message.length;
    }

    private static Message.Publish decode(byte[] message) throws ProtocolException {
        Message decoded = new MessageDecoder().decode(message, 0, message.length);
        if (decoded instanceof Message.Publish publish && publish.qos().isAcknowledged()) {
            return publish;
        }
        throw new ProtocolException("not a publish of QoS 1 or 2");
    }

    @Override
    public String toString() {
        return sequence + " (" + id + ", " + message.length + " bytes)";
    }
}
