package org.rembus.protocol.cbor;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;

/**
 * Reads one CBOR message (PROTOCOL.md section 4). The envelope becomes a {@link Message}; payloads are checked to be
 * well-formed, so that they can be passed on blindly, but not decoded.
 *
 * <p>For the messages of one connection, which name the same topics again and again; not for several threads at once.
 */
public final class MessageDecoder {
    private static final int TYPE_BITS = 0x0F;
    private static final @Nullable BodyDecoder[] BODIES = new BodyDecoder[TYPE_BITS + 1];

    static {
        BODIES[MessageType.IDENTITY] = MessageDecoder::identity;
        BODIES[MessageType.PUBLISH] = MessageDecoder::publish;
        BODIES[MessageType.RPC] = MessageDecoder::rpc;
        BODIES[MessageType.ADMIN] = MessageDecoder::admin;
        BODIES[MessageType.RESPONSE] = MessageDecoder::response;
        BODIES[MessageType.ACK] = MessageDecoder::ack;
        BODIES[MessageType.ACK2] = MessageDecoder::ack2;
        BODIES[MessageType.UNREGISTER] = MessageDecoder::unregister;
        BODIES[MessageType.REGISTER] = MessageDecoder::register;
        BODIES[MessageType.ATTESTATION] = MessageDecoder::attestation;
    }

    private final int maxNesting;
    private final RecentText recentTopic = new RecentText();

    /** A decoder with the default limit. */
    public MessageDecoder() {
        this(Limits.MAX_NESTING);
    }

    /** @param maxNesting as {@link Limits#MAX_NESTING}, from 1 to {@link Limits#HIGHEST_NESTING} */
    public MessageDecoder(int maxNesting) {
        if (maxNesting < 1 || maxNesting > Limits.HIGHEST_NESTING) {
            throw new IllegalArgumentException("nesting of " + maxNesting + " cannot be allowed");
        }
        this.maxNesting = maxNesting;
    }

    /**
     * Reads the message that these bytes are, to the last one.
     *
     * @param array not copied: the message's payload is a view of it
     */
    public Message decode(byte[] array, int offset, int length) throws ProtocolException {
        EnvelopeReader envelope = new EnvelopeReader(array, offset, length, maxNesting, recentTopic);
        int first = envelope.firstElement();
        BodyDecoder body = BODIES[first & TYPE_BITS];
        int flags = first & ~TYPE_BITS;
        if (body == null) {
            throw new ProtocolException("message type " + (first & TYPE_BITS) + " does not exist");
        }
        if (flags != 0 && (first & TYPE_BITS) != MessageType.PUBLISH) {
            throw new ProtocolException("flags on a message that is no publish");
        }
        Message message = body.decode(envelope, flags);
        envelope.expectEnd();
        return message;
    }

    private static Message identity(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Identity(envelope.id(), envelope.text(), envelope.metaOrNull());
    }

    private static Message publish(EnvelopeReader envelope, int bits) throws ProtocolException {
        PublishFlags flags = PublishFlags.parse(bits);
        MessageId id = flags.hasId() ? envelope.id() : null;
        if (flags.hasSlot() && id != null && !id.canCarrySlot()) {
            throw new ProtocolException("an id too short for a slot");
        }
        return new Message.Publish(flags, id, envelope.topic(), envelope.argumentsOrNone());
    }

    private static Message rpc(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Rpc(envelope.id(), envelope.topic(), envelope.textOrNull(), envelope.argumentsOrNone());
    }

    private static Message admin(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Admin(envelope.id(), envelope.text(), envelope.dataOrNull());
    }

    private static Message response(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Response(envelope.id(), Status.of(envelope.integer()), envelope.dataOrNull());
    }

    private static Message ack(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Ack(envelope.id());
    }

    private static Message ack2(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Ack2(envelope.id());
    }

    private static Message unregister(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Unregister(envelope.id(), envelope.textOrNull());
    }

    private static Message register(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Register(
                envelope.id(),
                envelope.text(),
                envelope.textOrNull(),
                envelope.binary(),
                Math.clamp(envelope.integer(), 0, 255));
    }

    private static Message attestation(EnvelopeReader envelope, int flags) throws ProtocolException {
        return new Message.Attestation(envelope.id(), envelope.text(), envelope.binary(), envelope.metaOrNull());
    }

    /** Reads what follows the first element. */
    @FunctionalInterface
    private interface BodyDecoder {
        Message decode(EnvelopeReader envelope, int flags) throws ProtocolException;
    }
}
