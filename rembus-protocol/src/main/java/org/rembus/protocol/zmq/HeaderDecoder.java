package org.rembus.protocol.zmq;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.EnvelopeReader;
import org.rembus.protocol.cbor.MessageType;
import org.rembus.protocol.cbor.RecentText;

/** Reads the second frame of a message: all of it but its data, which is null, or no bytes, until it is put in. */
final class HeaderDecoder {
    private static final int TYPE_BITS = 0x0F;
    private static final byte[] NO_BYTES = {};
    private static final @Nullable Rest[] RESTS = new Rest[TYPE_BITS + 1];

    static {
        RESTS[MessageType.IDENTITY] =
                (header, flags) -> new Message.Identity(header.id(), header.text(), header.metaOrNull());
        RESTS[MessageType.PUBLISH] = HeaderDecoder::publish;
        RESTS[MessageType.RPC] =
                (header, flags) -> new Message.Rpc(header.id(), header.topic(), header.textOrNull(), Payload.NULL);
        RESTS[MessageType.ADMIN] = HeaderDecoder::admin;
        RESTS[MessageType.RESPONSE] =
                (header, flags) -> new Message.Response(header.id(), Status.of(header.integer()), Payload.NULL);
        RESTS[MessageType.ACK] = (header, flags) -> new Message.Ack(header.id());
        RESTS[MessageType.ACK2] = (header, flags) -> new Message.Ack2(header.id());
        RESTS[MessageType.UNREGISTER] = (header, flags) -> new Message.Unregister(header.id(), header.textOrNull());
        RESTS[MessageType.REGISTER] = HeaderDecoder::register;
        RESTS[MessageType.ATTESTATION] =
                (header, flags) -> new Message.Attestation(header.id(), header.text(), NO_BYTES, header.metaOrNull());
        RESTS[MessageType.PING] = (header, flags) -> new Message.Ping(header.id(), header.text());
    }

    private final int maxNesting;
    private final RecentText recentTopic = new RecentText();

    HeaderDecoder(int maxNesting) {
        this.maxNesting = maxNesting;
    }

    Message decode(byte[] array, int offset, int length) throws ProtocolException {
        EnvelopeReader header = new EnvelopeReader(array, offset, length, maxNesting, recentTopic);
        int first = header.firstElement();
        int type = first & TYPE_BITS;
        int flags = first & ~TYPE_BITS;
        Rest rest = RESTS[type];
        if (rest == null) {
            throw new ProtocolException("message type " + type + " does not exist");
        }
        if (flags != 0 && type != MessageType.PUBLISH) {
            throw new ProtocolException("flags on a message that is no publish");
        }
        Message message = rest.decode(header, flags);
        header.expectEnd();
        return message;
    }

    private static Message publish(EnvelopeReader header, int bits) throws ProtocolException {
        PublishFlags flags = PublishFlags.parse(bits);
        MessageId id = flags.hasId() ? header.id() : null;
        if (flags.hasSlot() && id != null && !id.canCarrySlot()) {
            throw new ProtocolException("an id too short for a slot");
        }
        return new Message.Publish(flags, id, header.topic(), Payload.NULL);
    }

    /** From a component there is a null behind the topic. */
    private static Message admin(EnvelopeReader header, int flags) throws ProtocolException {
        Message.Admin admin = new Message.Admin(header.id(), header.text(), Payload.NULL);
        header.textOrNull();
        return admin;
    }

    private static Message register(EnvelopeReader header, int flags) throws ProtocolException {
        return new Message.Register(
                header.id(), header.text(), header.textOrNull(), NO_BYTES, Math.clamp(header.integer(), 0, 255));
    }

    /** Reads what follows the first element. */
    @FunctionalInterface
    private interface Rest {
        Message decode(EnvelopeReader header, int flags) throws ProtocolException;
    }
}
