package org.rembus.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * A broker on a foreign ROUTER, that of JeroMQ, with frames as the protocol's table has them. It answers identities, commands and
 * calls, and pings as a test says.
 */
final class ZmqRouter implements AutoCloseable {
    private static final byte[] END = HexFormat.of().parseHex("deadbeefdeadbeef");
    private static final byte[] NULL = Payload.NULL.bytes();
    private static final int POLL_MS = 5;
    private static final long PATIENCE_S = 10;
    private static final long IDENTITY = 0;
    private static final long RPC = 2;
    private static final long ADMIN = 3;
    private static final long RESPONSE = 4;
    static final long PING = 12;

    private final ZContext context = new ZContext();
    private final String url;
    private final Thread thread;
    private final BlockingQueue<Received> unread = new LinkedBlockingQueue<>();
    private final List<Received> all = new CopyOnWriteArrayList<>();
    private volatile byte[] answerToPings = NULL;
    private volatile boolean isClosed;

    // -- the thread's own --
    private final ZMQ.Socket socket = context.createSocket(SocketType.ROUTER);

    /** A message that came: the elements of its header, or the header itself when it is no array. */
    record Received(
            String peer,
            List<@Nullable Object> header,
            @Nullable Object data) {
        boolean isOfType(long type) {
            return Objects.equals(header.getFirst(), type);
        }
    }

    ZmqRouter() {
        socket.setReceiveTimeOut(POLL_MS);
        socket.setLinger(0);
        socket.bind("tcp://127.0.0.1:*");
        url = socket.getLastEndpoint().replace("tcp://", "zmq://");
        thread = Thread.ofPlatform().start(this::run);
    }

    String url() {
        return url;
    }

    /** From now on pings are answered by success with this. */
    void answerPings(Object data) {
        answerToPings = Payload.of(data).bytes();
    }

    void answerPingsByNull() {
        answerToPings = NULL;
    }

    /** The next message of this type; others before it are skipped. */
    Received next(long type) throws InterruptedException {
        Received next;
        do {
            next = unread.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no message of type " + type + " in time; there were " + all);
            }
        } while (!next.isOfType(type));
        return next;
    }

    /** All that came. */
    List<Received> received() {
        return List.copyOf(all);
    }

    private void run() {
        try {
            while (!isClosed) {
                ZMsg message = ZMsg.recvMsg(socket);
                if (message != null) {
                    handle(message);
                }
            }
        } finally {
            context.close();
        }
    }

    private void handle(ZMsg message) {
        byte[] peer = message.pop().getData();
        byte[] empty = message.pop().getData();
        Object header = value(message.pop().getData());
        Object data = value(message.pop().getData());
        byte[] end = message.pop().getData();
        if (empty.length != 0 || !Arrays.equals(end, END) || !message.isEmpty()) {
            throw new AssertionError("no message of the protocol");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        if (header instanceof List<?> list) {
            elements.addAll(list);
        } else {
            elements.add(header);
        }
        Received received = new Received(HexFormat.of().formatHex(peer), elements, data);
        answer(peer, received);
        all.add(received);
        unread.add(received);
    }

    private void answer(byte[] peer, Received received) {
        if (received.isOfType(IDENTITY)) {
            answer(peer, received, Payload.of(List.of(List.of(), List.of())).bytes());
        } else if (received.isOfType(ADMIN)) {
            answer(peer, received, NULL);
        } else if (received.isOfType(RPC)) {
            answer(peer, received, Payload.of("1.0").bytes());
        } else if (received.isOfType(PING)) {
            answer(peer, received, answerToPings);
        }
    }

    private void answer(byte[] peer, Received request, byte[] data) {
        byte[] header =
                Payload.of(Arrays.asList(RESPONSE, request.header().get(1), 0L)).bytes();
        send(peer, header, data);
    }

    private void send(byte[] peer, byte[] header, byte[] data) {
        ZMsg message = new ZMsg();
        for (byte[] frame : new byte[][] {peer, {}, header, data, END}) {
            message.add(frame);
        }
        message.send(socket);
    }

    private static @Nullable Object value(byte[] cbor) {
        try {
            return Payload.parse(cbor).value();
        } catch (ProtocolException e) {
            throw new AssertionError(HexFormat.of().formatHex(cbor), e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        thread.join();
    }
}
