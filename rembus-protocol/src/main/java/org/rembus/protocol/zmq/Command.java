package org.rembus.protocol.zmq;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the ends of a connection tell each other beside messages: commands of ZMTP, as the bodies of their frames. */
final class Command {
    private static final String READY = "READY";
    private static final String PING = "PING";
    private static final String PONG = "PONG";
    private static final String SOCKET_TYPE = "socket-type";
    private static final int TTL_BYTES = 2;
    private static final int MAX_CONTEXT_BYTES = 16;

    private Command() {}

    /** The frame that ends our side of the handshake. */
    static byte[] ready(SocketType own) {
        byte[] type = own.name().getBytes(StandardCharsets.US_ASCII);
        byte[] key = "Socket-Type".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer properties = ByteBuffer.allocate(1 + key.length + Integer.BYTES + type.length);
        properties.put((byte) key.length).put(key).putInt(type.length).put(type);
        return frame(READY, properties.array());
    }

    /**
     * The frame that answers a command which wants an answer at any time; null when the body is no such command. Heartbeats
     * are like that.
     */
    static byte @Nullable [] answer(byte[] array, int offset, int length) {
        if (!PING.equals(name(array, offset, length)) || length < 1 + PING.length() + TTL_BYTES) {
            return null;
        }
        int context = offset + 1 + PING.length() + TTL_BYTES;
        int end = Math.min(offset + length, context + MAX_CONTEXT_BYTES);
        return frame(PONG, Arrays.copyOfRange(array, context, end));
    }

    /** The type of socket that the peer is, if the body is its READY and says so; else null. */
    static @Nullable String socketType(byte[] array, int offset, int length) {
        if (!READY.equals(name(array, offset, length))) {
            return null;
        }
        int from = offset + 1 + READY.length();
        return properties(ByteBuffer.wrap(array, from, offset + length - from)).get(SOCKET_TYPE);
    }

    /** By name in small letters, as far as they can be read. */
    private static Map<String, String> properties(ByteBuffer bytes) {
        Map<String, String> properties = new TreeMap<>();
        while (bytes.hasRemaining()) {
            String name = text(bytes, bytes.get() & 0xFF);
            String value = bytes.remaining() < Integer.BYTES ? null : text(bytes, bytes.getInt());
            if (name == null || value == null) {
                break;
            }
            properties.put(name.toLowerCase(Locale.ROOT), value);
        }
        return properties;
    }

    private static @Nullable String text(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            return null;
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String name(byte[] array, int offset, int length) {
        int count = length == 0 ? 0 : Math.min(array[offset] & 0xFF, length - 1);
        return new String(array, offset + Math.min(1, length), count, StandardCharsets.ISO_8859_1);
    }

    private static byte[] frame(String name, byte[] rest) {
        int bodyBytes = 1 + name.length() + rest.length;
        byte[] frame = new byte[Frame.headerBytesFor(bodyBytes) + bodyBytes];
        int at = Frame.writeHeader(Frame.COMMAND, bodyBytes, frame, 0);
        frame[at] = (byte) name.length();
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, frame, at + 1, letters.length);
        System.arraycopy(rest, 0, frame, at + 1 + letters.length, rest.length);
        return frame;
    }
}
