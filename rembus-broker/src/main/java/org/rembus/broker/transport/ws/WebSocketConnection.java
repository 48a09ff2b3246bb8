package org.rembus.broker.transport.ws;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.CloseReason;
import org.rembus.broker.routing.Connection;
import org.rembus.broker.routing.ConnectionEvents;
import org.rembus.broker.routing.Outgoing;
import org.rembus.broker.transport.Draw;
import org.rembus.broker.transport.Output;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;

/**
 * One peer's connection after the handshake: what goes out, and how it ends. What comes in is {@link FrameHandler}'s.
 *
 * <p>It ends in the order: close frame written, the peer's close frame or the end of its stream, TCP closed; or TCP
 * closed after the time for that is over. The router hears of it when TCP is closed.
 */
final class WebSocketConnection implements Connection {
    private static final FrameWriter WRITER = FrameWriter.unmasked();
    private static final byte[] NOTHING = {};

    private final Channel channel;
    private final TransportLoop loop;
    private final WebSocketOptions options;
    private final Extensions agreed;
    private final FrameHandler input;
    private final Output output;
    private final String peer;
    private final boolean local;
    private final byte[] header = new byte[FrameWriter.MAX_HEADER_BYTES];
    private final Refusals refusals;
    private @Nullable ConnectionEvents events;
    private @Nullable Future<?> heartbeat;
    private @Nullable Closing closing;
    private boolean closed;
    private long lastHeardNs;
    private int uncountedMessages;

    WebSocketConnection(
            Channel channel, TransportLoop loop, WebSocketOptions options, Extensions agreed, FrameHandler input) {
        this.channel = channel;
        this.loop = loop;
        this.options = options;
        this.agreed = agreed;
        this.input = input;
        this.output = new Output(channel, loop, options.maxOutputBytes(), this::onWritten);
        this.refusals = new Refusals(loop, output, this::tellWritable);
        this.peer = "ws " + Peers.name(channel.remoteAddress());
        this.local = channel.remoteAddress() instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
        this.lastHeardNs = loop.nowNs();
    }

    /** @param events where everything goes from now on */
    void open(ConnectionEvents events) {
        this.events = events;
        if (isOpen() && options.pingInterval().isPositive()) {
            beat(new Heartbeat(options.pingInterval().toNanos(), lastHeardNs));
        }
    }

    ConnectionEvents events() {
        return Objects.requireNonNull(events);
    }

    /** Whether messages may still come and go. */
    boolean isOpen() {
        return closing == null && !closed;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean isLocal() {
        return local;
    }

    @Override
    public Extensions extensions() {
        return agreed;
    }

    @Override
    public long lastHeardNs() {
        return lastHeardNs;
    }

    void heard() {
        lastHeardNs = loop.nowNs();
    }

    @Override
    public void send(Message message) {
        assert loop.isCurrent();
        if (isOpen()) {
            answer(FrameType.BINARY, MessageEncoder.encode(message));
        }
    }

    /** Sends what may not be dropped. */
    void answer(FrameType type, byte[] payload) {
        if (isOpen() && write(type, payload, Draw.WHOLE) != Output.Room.TAKEN) {
            giveUp(CloseReason.TOO_SLOW, "it reads too slowly, and an answer to it finds no room");
        }
    }

    @Override
    public Offer offer(Outgoing message) {
        assert loop.isCurrent();
        if (!isOpen()) {
            return Offer.FULL;
        }
        Output.Room room = write(message);
        if (room == Output.Room.TAKEN) {
            return Offer.ACCEPTED;
        }
        loop.traffic()
                .increment(
                        room == Output.Room.OUTPUT_FULL
                                ? Traffic.Count.REFUSED_OUTPUT_FULL
                                : Traffic.Count.REFUSED_BUDGET);
        refusals.onRefused(room);
        return Offer.FULL;
    }

    @Override
    public void ping() {
        assert loop.isCurrent();
        if (isOpen()) {
            // Refused only when so much waits that the peer cannot have read it: a ping would wait behind it.
            write(FrameType.PING, NOTHING, Draw.WHOLE);
        }
    }

    private Output.Room write(Outgoing message) {
        if (output.isFullFor(message.leastBytes())) {
            return Output.Room.OUTPUT_FULL;
        }
        byte[] head = message.head();
        byte[] body = message.body();
        if (head.length == 0) {
            return write(FrameType.BINARY, body, Draw.SPARE);
        }
        byte[] start = new byte[FrameWriter.MAX_HEADER_BYTES + head.length];
        int headerBytes = WRITER.writeHeader(FrameType.BINARY, head.length + body.length, start, 0);
        System.arraycopy(head, 0, start, headerBytes, head.length);
        return counted(output.add(start, headerBytes + head.length, body, Draw.SPARE), FrameType.BINARY);
    }

    private Output.Room write(FrameType type, byte[] payload, Draw draw) {
        int headerBytes = WRITER.writeHeader(type, payload.length, header, 0);
        return counted(output.add(header, headerBytes, payload, draw), type);
    }

    private Output.Room counted(Output.Room room, FrameType type) {
        if (room == Output.Room.TAKEN && type == FrameType.BINARY) {
            uncountedMessages++;
        }
        return room;
    }

    /** Some of the output has been written. Called in the middle of anything that writes. */
    private void onWritten() {
        countMessages();
        if (closing != null) {
            closing.onWritten();
        } else {
            refusals.onWritten();
        }
    }

    private void tellWritable() {
        if (isOpen()) {
            events().onWritable();
        }
    }

    void onSocketWritable() {
        output.onSocketWritable();
    }

    @Override
    public void pauseReading() {
        assert loop.isCurrent();
        if (isOpen()) {
            input.pause();
        }
    }

    @Override
    public void resumeReading() {
        assert loop.isCurrent();
        if (isOpen()) {
            input.resume();
        }
    }

    private void beat(Heartbeat rhythm) {
        long nowNs = loop.nowNs();
        switch (rhythm.check(nowNs, lastHeardNs)) {
            case GIVE_UP -> {
                giveUp(
                        CloseReason.SILENT,
                        "it has not been heard for " + TimeUnit.NANOSECONDS.toSeconds(nowNs - lastHeardNs) + " s");
                return;
            }
            case PING -> ping();
            case WAIT -> {}
        }
        if (isOpen()) {
            heartbeat = loop.eventLoop()
                    .schedule(() -> beat(rhythm), rhythm.delayNs(nowNs, lastHeardNs), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes for a reason that the router does not know. */
    private void giveUp(CloseReason reason, String why) {
        loop.log().info(reason, who(), "closed: " + why);
        close(reason);
    }

    /** Who knows why closes: it is that one's to log it. */
    @Override
    public void close(CloseReason reason) {
        assert loop.isCurrent();
        if (!isOpen()) {
            return;
        }
        switch (reason) {
            case TOO_SLOW -> loop.traffic().increment(Traffic.Count.CLOSED_TOO_SLOW);
            case SILENT -> loop.traffic().increment(Traffic.Count.CLOSED_SILENT);
            default -> {}
        }
        beginClose(reason.code(), reason.text());
    }

    private String who() {
        return events == null ? peer : events.peer();
    }

    /** The peer's close frame came. */
    void peerCloses(int code) {
        beginClose(code, "").onAnswered();
    }

    /**
     * The peer sent what is no message, in frames that can still be understood.
     *
     * @param count what this is counted as
     * @param what for the log, and for the peer
     */
    void refuse(Traffic.Count count, int code, String what) {
        if (isOpen()) {
            loop.log().info(count, who(), "closed with " + code + ": " + what);
            end(count, code, what);
        }
    }

    /** As {@link #refuse}, when nothing that still comes can be understood, not even a close frame. */
    void abandon(Traffic.Count count, int code, String what) {
        if (!closed) {
            refuse(count, code, what);
            beginClose(code, what).onDeaf();
        }
    }

    /** Handling what came failed, and so would handling what still comes. */
    void fail(Throwable cause) {
        Traffic.Count count = Traffic.Count.CLOSED_FAILURE;
        loop.log().error(count, who(), "closed because handling its message failed", cause);
        if (isOpen()) {
            end(count, CloseCode.INTERNAL_ERROR, "internal error");
        }
        if (!closed) {
            beginClose(CloseCode.INTERNAL_ERROR, "internal error").onDeaf();
        }
    }

    private void end(Traffic.Count count, int code, String what) {
        loop.traffic().increment(count);
        beginClose(code, what);
    }

    /** The phase that ends the connection, begun now unless it has been. */
    private Closing beginClose(int code, String text) {
        Closing begun = closing;
        if (begun == null) {
            cancelHeartbeat();
            output.add(header, 0, WRITER.closeFrame(code, text), Draw.ANYWAY);
            begun = new Closing(channel, loop, output, options.closeTimeout().toNanos());
            closing = begun;
            input.resume();
        }
        return begun;
    }

    /** TCP is closed. */
    void onInactive() {
        closed = true;
        cancelHeartbeat();
        if (closing != null) {
            closing.cancel();
        }
        output.release();
        countMessages();
        events().onClosed();
    }

    private void countMessages() {
        if (uncountedMessages > 0) {
            loop.traffic().add(Traffic.Count.MESSAGES_SENT, uncountedMessages);
            uncountedMessages = 0;
        }
    }

    private void cancelHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
    }

    @Override
    public String toString() {
        return peer;
    }
}
