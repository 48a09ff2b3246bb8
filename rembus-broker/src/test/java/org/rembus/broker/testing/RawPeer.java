package org.rembus.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * A WebSocket client that writes its bytes by hand, so that it can break every rule, read late, or vanish. All its calls
 * block, for ten seconds at most.
 */
public final class RawPeer implements AutoCloseable {
    public static final int FIN = 0x80;
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** A handshake that every broker accepts. */
    public static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /any/path HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "",
            "");

    private static final byte[] KEY = {0x5A, 0x00, (byte) 0xFF, 0x13};

    private final Socket socket;
    private final DataInputStream in;

    /**
     * One frame from the broker.
     *
     * @param first the first byte: FIN, reserved bits, opcode
     */
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0x0F;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame: its code, 1005 when there is none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    /** Over a socket that is connected already. */
    public static RawPeer over(Socket connected) throws IOException {
        return new RawPeer(connected);
    }

    /** A TCP connection that has sent nothing yet. */
    public static RawPeer connectOnly(InetSocketAddress broker) throws IOException {
        return connectOnly(broker, 0);
    }

    /** @param receiveBufferBytes how much the operating system takes while nothing is read; 0: as it likes */
    public static RawPeer connectOnly(InetSocketAddress broker, int receiveBufferBytes) throws IOException {
        return new RawPeer(RawSockets.connect(broker, receiveBufferBytes));
    }

    /** A connection after its handshake. */
    public static RawPeer connect(InetSocketAddress broker) throws IOException {
        return connectOnly(broker).shakeHands();
    }

    /** Sends the handshake and reads its answer. */
    public RawPeer shakeHands() throws IOException {
        String answer = sendRaw(HANDSHAKE.getBytes(StandardCharsets.US_ASCII)).readHttpHead();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no handshake: " + answer);
        }
        return this;
    }

    /** Reads the head of an HTTP response, up to its empty line. */
    public String readHttpHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    public RawPeer sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public RawPeer send(Message message) throws IOException {
        return sendFrame(FIN | BINARY, MessageEncoder.encode(message));
    }

    public RawPeer sendText(String text) throws IOException {
        return sendFrame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawPeer sendFrame(int first, byte... payload) throws IOException {
        return sendRaw(frame(first, payload));
    }

    public RawPeer sendClose(int code) throws IOException {
        return sendFrame(FIN | CLOSE, (byte) (code >>> 8), (byte) code);
    }

    /** A masked frame. */
    public static byte[] frame(int first, byte... payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.writeBytes(header(first, payload.length));
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= KEY[i % KEY.length];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** The header alone of a masked frame, whatever follows it. */
    public static byte[] header(int first, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length < 65536) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        header.put(KEY).flip();
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    /** The next frame. */
    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long bytes = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
        byte[] payload = new byte[Math.toIntExact(bytes)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The next frame, which must be a binary message. */
    public Message readMessage() throws IOException {
        return message(read());
    }

    /** The message that a frame holds. */
    public static Message message(Frame frame) throws IOException {
        if (frame.first() != (FIN | BINARY)) {
            throw new IOException("not a binary message: " + frame.first() + " " + frame.text());
        }
        try {
            return new MessageDecoder().decode(frame.payload(), 0, frame.payload().length);
        } catch (ProtocolException e) {
            throw new IOException("the broker sent no message", e);
        }
    }

    /** Reads up to the next close frame and gives its code. */
    public int readClose() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Reads up to the end of the broker's stream; an end by a reset counts as one. */
    public void readToEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // all that is left
            }
        } catch (EOFException | SocketException e) {
            // The end.
        }
    }

    /** Says that nothing more comes, and still reads. */
    public RawPeer shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Vanishes with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
