package org.rembus.protocol.cbor;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Writes one message as CBOR (PROTOCOL.md section 4): a definite-length array whose first element is the shortest
 * unsigned integer. Payloads are copied as they are. May be called from any thread.
 */
public final class MessageEncoder {
    private MessageEncoder() {}

    /** The message's bytes, in an array of their own. */
    public static byte[] encode(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish(publish);
            case Message.Rpc rpc -> rpc(rpc);
            case Message.Response response -> response(response);
            case Message.Ack ack -> idOnly(MessageType.ACK, ack.id());
            case Message.Ack2 ack2 -> idOnly(MessageType.ACK2, ack2.id());
            case Message.Admin admin -> admin(admin);
            case Message.Identity identity -> identity(identity);
            case Message.Unregister unregister -> unregister(unregister);
            case Message.Register register -> register(register);
            case Message.Attestation attestation -> attestation(attestation);
            case Message.Ping ping -> ping(ping);
        };
    }

    /** What comes before the data of a publish, in an array of its own: with the data's bytes it is the message. */
    public static byte[] encodeHead(Message.Publish publish) {
        CborWriter writer = new CborWriter(headBytes(publish));
        writeHead(publish, writer);
        return writer.toByteArray();
    }

    private static byte[] publish(Message.Publish publish) {
        CborWriter writer =
                new CborWriter(Math.addExact(headBytes(publish), publish.data().length()));
        writeHead(publish, writer);
        writer.writePayload(publish.data());
        return writer.toByteArray();
    }

    /** Exactly, if the topic is of ASCII: then nothing need be copied. */
    private static int headBytes(Message.Publish publish) {
        MessageId id = publish.id();
        int text = publish.topic().length();
        return 1
                + CborWriter.headBytes(MessageType.PUBLISH | publish.flags().bits())
                + (id == null ? 0 : CborWriter.headBytes(id.length()) + id.length())
                + CborWriter.headBytes(text)
                + text;
    }

    private static void writeHead(Message.Publish publish, CborWriter writer) {
        MessageId id = publish.id();
        writer.beginArray(id == null ? 3 : 4);
        writer.writeLong(MessageType.PUBLISH | publish.flags().bits());
        if (id != null) {
            writer.writeId(id);
        }
        writer.writeText(publish.topic());
    }

    private static byte[] rpc(Message.Rpc rpc) {
        CborWriter writer = new CborWriter();
        begin(writer, 5, MessageType.RPC, rpc.id());
        writer.writeText(rpc.topic());
        writer.writeValue(rpc.target());
        return writer.followedBy(rpc.data());
    }

    private static byte[] admin(Message.Admin admin) {
        CborWriter writer = new CborWriter();
        begin(writer, 4, MessageType.ADMIN, admin.id());
        writer.writeText(admin.topic());
        return writer.followedBy(admin.data());
    }

    private static byte[] response(Message.Response response) {
        CborWriter writer = new CborWriter();
        begin(writer, 4, MessageType.RESPONSE, response.id());
        writer.writeLong(response.status().code());
        return writer.followedBy(response.data());
    }

    private static byte[] idOnly(int type, MessageId id) {
        CborWriter writer = new CborWriter(2 + CborWriter.headBytes(id.length()) + id.length());
        begin(writer, 2, type, id);
        return writer.toByteArray();
    }

    private static byte[] identity(Message.Identity identity) {
        CborWriter writer = new CborWriter();
        begin(writer, identity.meta() == null ? 3 : 4, MessageType.IDENTITY, identity.id());
        writer.writeText(identity.cid());
        return withMeta(writer, identity.meta());
    }

    private static byte[] unregister(Message.Unregister unregister) {
        CborWriter writer = new CborWriter();
        String cid = unregister.cid();
        begin(writer, cid == null ? 2 : 3, MessageType.UNREGISTER, unregister.id());
        if (cid != null) {
            writer.writeText(cid);
        }
        return writer.toByteArray();
    }

    private static byte[] register(Message.Register register) {
        CborWriter writer = new CborWriter();
        begin(writer, 6, MessageType.REGISTER, register.id());
        writer.writeText(register.cid());
        writer.writeValue(register.pin());
        writer.writeByteString(register.publicKey());
        writer.writeLong(register.keyType());
        return writer.toByteArray();
    }

    private static byte[] attestation(Message.Attestation attestation) {
        CborWriter writer = new CborWriter();
        begin(writer, attestation.meta() == null ? 4 : 5, MessageType.ATTESTATION, attestation.id());
        writer.writeText(attestation.cid());
        writer.writeByteString(attestation.signature());
        return withMeta(writer, attestation.meta());
    }

    private static byte[] ping(Message.Ping ping) {
        CborWriter writer = new CborWriter();
        begin(writer, 3, MessageType.PING, ping.id());
        writer.writeText(ping.cid());
        return writer.toByteArray();
    }

    private static void begin(CborWriter writer, int elements, int type, MessageId id) {
        writer.beginArray(elements);
        writer.writeLong(type);
        writer.writeId(id);
    }

    private static byte[] withMeta(CborWriter writer, @Nullable Payload meta) {
        return meta == null ? writer.toByteArray() : writer.followedBy(meta);
    }
}
