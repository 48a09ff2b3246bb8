package org.rembus.broker.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.rembus.protocol.Message;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.MultipartDecoder;
import org.rembus.protocol.zmq.MultipartSink;
import org.rembus.protocol.zmq.SocketType;

/**
 * A DEALER that writes its bytes by hand, so that it can break every rule, read late, or vanish. All its calls block, for ten
 * seconds at most.
 */
public final class RawZmqPeer implements RawMessenger {
    private static final int GREETING_BYTES = 64;
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;

    private final Socket socket;
    private final DataInputStream in;

    private RawZmqPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** One that has greeted the broker, and has been greeted. */
    public static RawZmqPeer connect(InetSocketAddress broker) throws IOException {
        return open(broker).greet();
    }

    /** Over a socket that is connected already. */
    public static RawZmqPeer over(Socket connected) throws IOException {
        return new RawZmqPeer(connected);
    }

    /** Greets the broker, and waits until that has greeted, too. */
    public RawZmqPeer greet() throws IOException {
        sendRaw(new Handshake(SocketType.DEALER).sent());
        in.readNBytes(GREETING_BYTES);
        readFrame(new ByteArrayOutputStream());
        return this;
    }

    /** One that has said nothing yet. */
    public static RawZmqPeer open(InetSocketAddress broker) throws IOException {
        return new RawZmqPeer(RawSockets.connect(broker, 0));
    }

    @Override
    public RawZmqPeer sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    @Override
    public RawZmqPeer send(Message message) throws IOException {
        return sendRaw(Multipart.of(message, SocketType.DEALER).toByteArray());
    }

    /** Sends a multipart of these frames, given as hexadecimal digits. */
    public RawZmqPeer sendFrames(String... bodies) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < bodies.length; i++) {
            byte[] body = HexFormat.of().parseHex(bodies[i]);
            wire.write(i < bodies.length - 1 ? MORE : 0);
            wire.write(body.length);
            wire.writeBytes(body);
        }
        return sendRaw(wire.toByteArray());
    }

    /** The next message; commands are passed over. */
    @Override
    public Message readMessage() throws IOException {
        ByteArrayOutputStream multipart = new ByteArrayOutputStream();
        int flags;
        do {
            flags = readFrame(multipart);
        } while ((flags & (MORE | COMMAND)) != 0);
        List<Message> found = new ArrayList<>();
        byte[] bytes = multipart.toByteArray();
        new MultipartDecoder().decode(bytes, 0, bytes.length, new MultipartSink() {
            @Override
            public void onMessage(Message message) {
                found.add(message);
            }

            @Override
            public void onClose() {
                throw new AssertionError("the broker says goodbye");
            }

            @Override
            public void onMalformed(String reason) {
                throw new AssertionError("the broker sent no message: " + reason);
            }
        });
        return found.getFirst();
    }

    private int readFrame(ByteArrayOutputStream to) throws IOException {
        int flags = in.readUnsignedByte();
        to.write(flags);
        int length;
        if ((flags & LONG) == 0) {
            length = in.readUnsignedByte();
            to.write(length);
        } else {
            long wide = in.readLong();
            length = Math.toIntExact(wide);
            to.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(wide).array());
        }
        to.writeBytes(in.readNBytes(length));
        return flags;
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
