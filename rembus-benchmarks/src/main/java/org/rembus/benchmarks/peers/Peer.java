package org.rembus.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;

/** One of very many: what it holds is a socket, a reader, and how far it is. */
final class Peer implements WebSocketEvents {
    private static final byte[] HANDSHAKE = String.join(
                    "\r\n",
                    "GET / HTTP/1.1",
                    "Host: localhost",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
    private static final String HEAD_END = "\r\n\r\n";
    private static final AssemblyLimits LIMITS = new AssemblyLimits(1 << 20, ByteBudget.UNLIMITED);
    private static final MessageDecoder DECODER = new MessageDecoder();

    private final PeerFleet fleet;
    private final int number;
    private final FrameWriter frames;

    // -- between connections --
    private int failures;
    private long dueNs = System.nanoTime();

    // -- of a connection --
    private Phase phase = Phase.CONNECTING;
    private @Nullable SocketChannel channel;
    private @Nullable WebSocketReader reader;
    private int answered;

    Peer(PeerFleet fleet, int number) {
        this.fleet = fleet;
        this.number = number;
        this.frames = FrameWriter.masked(fleet::nextInt);
    }

    /** How far a connection is. */
    enum Phase {
        CONNECTING,
        SHAKING,
        GREETING,
        UP
    }

    /** When it is to connect. */
    long dueNs() {
        return dueNs;
    }

    void connect() throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        phase = Phase.CONNECTING;
        opened.configureBlocking(false);
        opened.register(fleet.selector(), SelectionKey.OP_CONNECT, this);
        try {
            if (opened.connect(fleet.broker())) {
                shakeHands(opened);
            }
        } catch (IOException refused) {
            end();
        }
    }

    /** Its channel has something to do. */
    void onReady() {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            if (phase == Phase.CONNECTING) {
                open.finishConnect();
                shakeHands(open);
            } else {
                read(open);
            }
        } catch (IOException ended) {
            end();
        }
    }

    private void shakeHands(SocketChannel open) throws IOException {
        phase = Phase.SHAKING;
        open.keyFor(fleet.selector()).interestOps(SelectionKey.OP_READ);
        write(HANDSHAKE);
    }

    private void read(SocketChannel open) throws IOException {
        byte[] bytes = fleet.bytes();
        int length = open.read(ByteBuffer.wrap(bytes));
        if (length < 0) {
            throw new IOException("ended by the broker");
        }
        int from = phase == Phase.SHAKING ? endOfHead(bytes, length) : 0;
        WebSocketReader its = reader;
        if (its != null) {
            its.read(bytes, from, length - from);
        }
    }

    /** The answer to a handshake is short, and comes in one piece over the loopback. */
    private int endOfHead(byte[] array, int length) throws IOException {
        String head = new String(array, 0, length, StandardCharsets.ISO_8859_1);
        int end = head.indexOf(HEAD_END);
        if (end < 0 || !head.startsWith(new String(SWITCHING, StandardCharsets.US_ASCII))) {
            throw new IOException("no handshake: " + head);
        }
        reader = new WebSocketReader(Role.CLIENT, LIMITS, this);
        phase = Phase.GREETING;
        answered = 0;
        greet();
        return end + HEAD_END.length();
    }

    private void greet() throws IOException {
        List<Message> greeting = fleet.part().greeting(number);
        if (answered < greeting.size()) {
            send(greeting.get(answered));
        } else {
            phase = Phase.UP;
            failures = 0;
            fleet.onUp();
        }
    }

    private void send(Message message) throws IOException {
        write(frames.frame(FrameType.BINARY, MessageEncoder.encode(message)));
    }

    /** A peer writes little, and what it writes fits into its socket's buffer. */
    private void write(byte[] bytes) throws IOException {
        SocketChannel open = channel;
        if (open == null || open.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new IOException("the broker does not read");
        }
    }

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        try {
            onMessage(DECODER.decode(array, offset, length));
        } catch (ProtocolException | IOException e) {
            end();
        }
    }

    private void onMessage(Message message) throws IOException {
        if (message instanceof Message.Publish publish) {
            if (publish.qos().isAcknowledged()) {
                send(new Message.Ack(publish.requireId()));
            }
            fleet.part().onPublish(number, publish);
        } else if (message instanceof Message.Response response && phase == Phase.GREETING) {
            if (!response.status().equals(Status.SUCCESS)) {
                throw new IOException("refused: " + response);
            }
            answered++;
            greet();
        }
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        end();
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        byte[] payload = new byte[length];
        System.arraycopy(array, offset, payload, 0, length);
        try {
            write(frames.frame(FrameType.PONG, payload));
        } catch (IOException ended) {
            end();
        }
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        // it asks for none
    }

    @Override
    public void onClose(int code, String reason) {
        end();
    }

    @Override
    public void onViolation(int code, String reason) {
        end();
    }

    private void end() {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        channel = null;
        if (reader != null) {
            reader.stop();
            reader = null;
        }
        try {
            open.close();
        } catch (IOException alreadyGone) {
            // that is what was wanted
        }
        dueNs = System.nanoTime() + fleet.nextPauseNs(failures);
        failures++;
        fleet.onEnded(this, phase);
    }
}
