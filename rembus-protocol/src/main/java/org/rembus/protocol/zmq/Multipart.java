package org.rembus.protocol.zmq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.CborWriter;
import org.rembus.protocol.cbor.MessageType;

/**
 * A message as it is sent: the frames of a multipart, with their headers. Data is the only part that may be long, and is
 * shared, not copied, with whoever else sends it.
 *
 * @param start all that comes before the bytes of the data; not to be changed
 * @param data those bytes; not to be changed. {@link #END} comes behind them
 */
public record Multipart(byte[] start, byte[] data) {
    private static final byte[] END_MARKER = {
        (byte) 0xDE, (byte) 0xAD, (byte) 0xBE, (byte) 0xEF, (byte) 0xDE, (byte) 0xAD, (byte) 0xBE, (byte) 0xEF
    };

    /** The last frame of every message; not to be changed. */
    public static final byte[] END = end();

    /** The header of a goodbye, as peers write it: one byte where the others have an array. */
    static final byte[] CLOSE = {0x41, MessageType.CLOSE};

    /** The same as it should be. */
    static final byte[] CLOSE_ARRAY = {(byte) 0x81, MessageType.CLOSE};

    private static final byte[] NULL = Payload.NULL.bytes();

    /** @param own what the sender is: the two ends write commands differently */
    public static Multipart of(Message message, SocketType own) {
        return of(header(message, own).toByteArray(), data(message));
    }

    private static CborWriter header(Message message, SocketType own) {
        return switch (message) {
            case Message.Publish publish -> publish(publish);
            case Message.Rpc rpc -> rpc(rpc);
            case Message.Admin admin -> admin(admin, own);
            case Message.Response response -> response(response);
            case Message.Ack ack -> begin(2, MessageType.ACK, ack.id());
            case Message.Ack2 ack2 -> begin(2, MessageType.ACK2, ack2.id());
            case Message.Identity identity ->
                named(MessageType.IDENTITY, identity.id(), identity.cid(), identity.meta());
            case Message.Unregister unregister -> unregister(unregister);
            case Message.Register register -> register(register);
            case Message.Attestation attestation ->
                named(MessageType.ATTESTATION, attestation.id(), attestation.cid(), attestation.meta());
            case Message.Ping ping -> named(MessageType.PING, ping.id(), ping.cid(), null);
        };
    }

    private static byte[] data(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.data().bytes();
            case Message.Rpc rpc -> rpc.data().bytes();
            case Message.Admin admin -> admin.data().bytes();
            case Message.Response response -> response.data().bytes();
            case Message.Register register -> register.publicKey();
            case Message.Attestation attestation -> attestation.signature();
            default -> NULL;
        };
    }

    private static CborWriter publish(Message.Publish publish) {
        int type = MessageType.PUBLISH | publish.flags().bits();
        CborWriter header = new CborWriter();
        MessageId id = publish.id();
        header.beginArray(id == null ? 2 : 3);
        header.writeLong(type);
        if (id != null) {
            header.writeId(id);
        }
        header.writeText(publish.topic());
        return header;
    }

    private static CborWriter rpc(Message.Rpc rpc) {
        CborWriter header = begin(4, MessageType.RPC, rpc.id());
        header.writeText(rpc.topic());
        header.writeValue(rpc.target());
        return header;
    }

    private static CborWriter admin(Message.Admin admin, SocketType own) {
        boolean component = own == SocketType.DEALER;
        CborWriter header = begin(component ? 4 : 3, MessageType.ADMIN, admin.id());
        header.writeText(admin.topic());
        if (component) {
            header.writeNull();
        }
        return header;
    }

    private static CborWriter response(Message.Response response) {
        CborWriter header = begin(3, MessageType.RESPONSE, response.id());
        header.writeLong(response.status().code());
        return header;
    }

    private static CborWriter unregister(Message.Unregister unregister) {
        String cid = unregister.cid();
        return cid == null
                ? begin(2, MessageType.UNREGISTER, unregister.id())
                : named(MessageType.UNREGISTER, unregister.id(), cid, null);
    }

    private static CborWriter register(Message.Register register) {
        CborWriter header = begin(5, MessageType.REGISTER, register.id());
        header.writeText(register.cid());
        header.writeValue(register.pin());
        header.writeLong(register.keyType());
        return header;
    }

    private static CborWriter named(int type, MessageId id, String cid, @Nullable Payload meta) {
        CborWriter header = begin(meta == null ? 3 : 4, type, id);
        header.writeText(cid);
        if (meta != null) {
            header.writePayload(meta);
        }
        return header;
    }

    private static CborWriter begin(int elements, int type, MessageId id) {
        CborWriter header = new CborWriter();
        header.beginArray(elements);
        header.writeLong(type);
        header.writeId(id);
        return header;
    }

    /** What a component says before it goes. */
    public static Multipart close() {
        return of(CLOSE, NULL);
    }

    private static Multipart of(byte[] header, byte[] data) {
        byte[] start = new byte
                [Frame.SHORT_HEADER_BYTES
                        + Frame.headerBytesFor(header.length)
                        + header.length
                        + Frame.headerBytesFor(data.length)];
        int at = Frame.writeHeader(Frame.MORE, 0, start, 0);
        at = Frame.writeHeader(Frame.MORE, header.length, start, at);
        System.arraycopy(header, 0, start, at, header.length);
        Frame.writeHeader(Frame.MORE, data.length, start, at + header.length);
        return new Multipart(start, data);
    }

    private static byte[] end() {
        byte[] end = new byte[Frame.SHORT_HEADER_BYTES + END_MARKER.length];
        int at = Frame.writeHeader(0, END_MARKER.length, end, 0);
        System.arraycopy(END_MARKER, 0, end, at, END_MARKER.length);
        return end;
    }

    static boolean isEndMarker(byte[] array, int from, int to) {
        return Arrays.equals(array, from, to, END_MARKER, 0, END_MARKER.length);
    }

    /** How many bytes it has on the wire. */
    public int length() {
        return Math.addExact(start.length + END.length, data.length);
    }

    /** Copies all of its bytes to {@code target}, from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(start, 0, target, at, start.length);
        System.arraycopy(data, 0, target, at + start.length, data.length);
        System.arraycopy(END, 0, target, at + start.length + data.length, END.length);
    }

    /** All of its bytes, in an array of their own. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[length()];
        copyTo(bytes, 0);
        return bytes;
    }
}
