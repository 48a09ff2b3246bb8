package org.rembus.protocol.cbor;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;

/**
 * Messages with a trace context on connections that agreed on one (PROTOCOL.md section 15): in front of the message's array, which
 * stays as it is, stands the {@code traceparent} as a text, and the {@code tracestate} as another if there is one.
 */
public final class TraceCodec {
    /** No context takes more in front of a message. */
    public static final int MAX_PREFACE_BYTES = 2 * 3 + TraceContext.PARENT_LENGTH + TraceContext.MAX_STATE_LENGTH;

    private TraceCodec() {}

    /** What goes in front of a message with this context. */
    public static byte[] preface(TraceContext context) {
        CborWriter writer = new CborWriter();
        writer.writeText(context.parent());
        if (!context.state().isEmpty()) {
            writer.writeText(context.state());
        }
        return writer.toByteArray();
    }

    /** An encoded message with this context in front of it. */
    public static byte[] behind(TraceContext context, byte[] message) {
        byte[] preface = preface(context);
        byte[] whole = new byte[Math.addExact(preface.length, message.length)];
        System.arraycopy(preface, 0, whole, 0, preface.length);
        System.arraycopy(message, 0, whole, preface.length, message.length);
        return whole;
    }

    /** An encoded message as it goes over a connection: behind its context, if it has one and contexts were agreed on. */
    public static byte[] encode(@Nullable TraceContext context, byte[] message, Extensions agreed) {
        return context != null && agreed.has(Extension.TRACE) ? behind(context, message) : message;
    }

    /** Reads a message that came over a connection: it may have a context if contexts were agreed on. */
    public static Message decode(MessageDecoder decoder, byte[] array, int offset, int length, Extensions agreed)
            throws ProtocolException {
        return agreed.has(Extension.TRACE)
                ? decode(decoder, array, offset, length)
                : decoder.decode(array, offset, length);
    }

    /**
     * Reads a message that may have a context. What is in the context's place and is none is passed over: only a message that
     * cannot be found or read is an error.
     */
    public static Message decode(MessageDecoder decoder, byte[] array, int offset, int length)
            throws ProtocolException {
        if (length == 0 || isArray(array[offset])) {
            return decoder.decode(array, offset, length);
        }
        CborReader reader = new CborReader(array, offset, length, Limits.MAX_NESTING);
        String parent = textOrNull(reader);
        String state = reader.kind() == ItemKind.ARRAY ? "" : textOrNull(reader);
        int at = reader.position();
        Message message = decoder.decode(array, at, offset + length - at);
        TraceContext context = parent == null
                ? null
                : TraceContext.parse(parent, state == null ? "" : state).orElse(null);
        return context == null ? message : traced(message, context);
    }

    private static boolean isArray(byte first) {
        return ItemKind.of(first & 0xFF) == ItemKind.ARRAY;
    }

    private static @Nullable String textOrNull(CborReader reader) throws ProtocolException {
        if (reader.kind() == ItemKind.TEXT) {
            return reader.readText();
        }
        reader.skipItem();
        return null;
    }

    private static Message traced(Message message, TraceContext context) {
        return switch (message) {
            case Message.Publish publish -> publish.withTrace(context);
            case Message.Rpc rpc -> rpc.withTrace(context);
            default -> message;
        };
    }
}
