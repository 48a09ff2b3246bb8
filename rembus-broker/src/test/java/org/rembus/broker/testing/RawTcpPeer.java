package org.rembus.broker.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * A TCP client that writes its bytes by hand, so that it can break every rule, read late, or vanish. All its calls block, for
 * ten seconds at most.
 */
public final class RawTcpPeer implements RawMessenger {

    private final Socket socket;
    private final DataInputStream in;

    private RawTcpPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Over a socket that is connected already. */
    public static RawTcpPeer over(Socket connected) throws IOException {
        return new RawTcpPeer(connected);
    }

    public static RawTcpPeer connect(InetSocketAddress broker) throws IOException {
        return connect(broker, 0);
    }

    /** @param receiveBufferBytes how much the operating system takes while nothing is read; 0: as it likes */
    public static RawTcpPeer connect(InetSocketAddress broker, int receiveBufferBytes) throws IOException {
        return new RawTcpPeer(RawSockets.connect(broker, receiveBufferBytes));
    }

    @Override
    public RawTcpPeer sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    @Override
    public RawTcpPeer send(Message message) throws IOException {
        return sendRaw(frame(message));
    }

    /** A message in a frame with the shortest header. */
    public static byte[] frame(Message message) {
        byte[] bytes = MessageEncoder.encode(message);
        int first = bytes.length < 0x100 ? 0x81 : bytes.length < 0x10000 ? 0x8D : 0x8F;
        return frame(first, bytes);
    }

    /** A frame whose header begins with this byte. */
    public static byte[] frame(int first, byte... payload) {
        byte[] header = header(first, payload.length);
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }

    /** The header alone of a frame, whatever follows it. */
    public static byte[] header(int first, int length) {
        return switch (first) {
            case 0x81 -> new byte[] {(byte) first, (byte) length};
            case 0x8D ->
                ByteBuffer.allocate(3)
                        .put((byte) first)
                        .putShort((short) length)
                        .array();
            default -> ByteBuffer.allocate(5).put((byte) first).putInt(length).array();
        };
    }

    /** The next message. */
    @Override
    public Message readMessage() throws IOException {
        int first = in.readUnsignedByte();
        int length = switch (first) {
            case 0x81 -> in.readUnsignedByte();
            case 0x8D -> in.readUnsignedShort();
            case 0x8F -> in.readInt();
            default -> throw new IOException("no frame begins with " + first);
        };
        byte[] payload = new byte[length];
        in.readFully(payload);
        try {
            return new MessageDecoder().decode(payload, 0, length);
        } catch (ProtocolException e) {
            throw new IOException("the broker sent no message", e);
        }
    }

    @Override
    public long readToEnd() throws IOException {
        long count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (EOFException | SocketException e) {
            // The end.
        }
        return count;
    }

    /** Says that nothing more comes, and still reads. */
    public RawTcpPeer shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    @Override
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
