package org.rembus.broker.routing.connection;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.json.JsonRpcEncoder;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

/**
 * A message on its way to any number of connections, made and encoded when it is first asked for and at most once however
 * many they are. A transport that has no room for {@link #leastBytes} need not ask.
 *
 * <p>Its encoding is a head of its own and then a body, so that messages which differ in topic or id, and carry the same
 * large payload, share the payload's bytes.
 *
 * <p>Valid during the call that hands it over: its message's payload may be a view of a buffer that is reused. The
 * encoded arrays may be kept.
 */
public final class Outgoing {
    /** Payloads of up to this many bytes are copied into the encoding. */
    public static final int MAX_COPIED_BYTES = 2 * 1024;

    private static final byte[] NOTHING = {};

    private final Supplier<? extends Message> source;
    private final int leastBytes;
    private @Nullable Message message;
    private byte @Nullable [] body;
    private byte @Nullable [] preface;
    private byte[] head = NOTHING;
    private @Nullable Multipart multipart;
    private byte @Nullable [] text;
    private byte @Nullable [] event;

    public Outgoing(Message message) {
        this(dataBytes(message), () -> message);
    }

    private static int dataBytes(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.data().length();
            case Message.Rpc rpc -> rpc.data().length();
            default -> 0;
        };
    }

    /**
     * @param leastBytes how long the encoding is at least
     * @param source makes the message
     */
    public Outgoing(int leastBytes, Supplier<? extends Message> source) {
        this.leastBytes = leastBytes;
        this.source = source;
    }

    public Message message() {
        Message made = message;
        if (made == null) {
            made = source.get();
            message = made;
        }
        return made;
    }

    /** How many bytes its encoding has at least; known without making it. */
    public int leastBytes() {
        return leastBytes;
    }

    /** The first bytes of the message as CBOR, perhaps none; not to be changed. */
    public byte[] head() {
        body();
        return head;
    }

    /** The other bytes; perhaps shared with other messages, not to be changed. */
    public byte[] body() {
        byte[] encoded = body;
        if (encoded == null) {
            encoded = encode(message());
            body = encoded;
        }
        return encoded;
    }

    /** What goes in front of it to a peer that takes trace contexts: nothing, when it has none; not to be changed. */
    public byte[] preface() {
        byte[] encoded = preface;
        if (encoded == null) {
            TraceContext trace = traceOf(message());
            encoded = trace == null ? NOTHING : TraceCodec.preface(trace);
            preface = encoded;
        }
        return encoded;
    }

    private static @Nullable TraceContext traceOf(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.trace();
            case Message.Rpc rpc -> rpc.trace();
            default -> null;
        };
    }

    /** The message as ZeroMQ has it; its data is perhaps shared with other messages. */
    public Multipart multipart() {
        Multipart framed = multipart;
        if (framed == null) {
            framed = Multipart.of(message(), SocketType.ROUTER);
            multipart = framed;
        }
        return framed;
    }

    /**
     * The message as JSON-RPC, in UTF-8; not to be changed.
     *
     * @param translations gives the JSON of its payload
     */
    public byte[] text(Function<Payload, byte[]> translations) {
        byte[] written = text;
        if (written == null) {
            written = JsonRpcEncoder.encode(message(), translations);
            text = written;
        }
        return written;
    }

    /**
     * The message as an event of HTTP; not to be changed.
     *
     * @param writer makes it, for all who ask
     */
    public byte[] event(Supplier<byte[]> writer) {
        byte[] written = event;
        if (written == null) {
            written = writer.get();
            event = written;
        }
        return written;
    }

    private byte[] encode(Message whole) {
        if (whole instanceof Message.Publish publish && publish.data().length() > MAX_COPIED_BYTES) {
            head = MessageEncoder.encodeHead(publish);
            return publish.data().bytes();
        }
        return MessageEncoder.encode(whole);
    }
}
