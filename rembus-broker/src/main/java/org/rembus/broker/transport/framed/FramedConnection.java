package org.rembus.broker.transport.framed;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.traffic.Load;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Closing;
import org.rembus.broker.transport.output.Offers;
import org.rembus.broker.transport.output.Output;
import org.rembus.broker.transport.translation.LongText;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.CloseCode;

/**
 * One peer's connection that carries messages in frames: what goes out, and how it ends. What comes in is {@link
 * FramedInput}'s. How a message is framed, a peer pinged and a goodbye said, the transport knows that extends this.
 *
 * <p>It ends in two phases: first what waits is written, with a goodbye where there is one, and the peer's part awaited
 * ({@link Closing}); then the socket is closed, and the router hears of it.
 */
public abstract class FramedConnection implements Connection {
    /** How a connection ends. */
    protected enum Goodbye {
        /** The peer is told, and answers. */
        SAID,
        /** The stream just ends. */
        NONE
    }

    private final Channel channel;
    private final TransportLoop loop;
    private final ConnectionOptions options;
    private final FramedInput input;
    private final Output output;
    private final String peer;
    private final boolean local;
    private final Offers offers;
    private @Nullable ConnectionEvents events;
    private @Nullable Future<?> heartbeat;
    private @Nullable Closing closing;
    private boolean closed;
    private long lastHeardNs;
    private long bytesIn;
    private int uncountedMessages;

    /** @param scheme of the transport without TLS, as it stands in logs */
    protected FramedConnection(
            String scheme, Channel channel, TransportLoop loop, ConnectionOptions options, FramedInput input) {
        this.channel = channel;
        this.loop = loop;
        this.options = options;
        this.input = input;
        this.output = new Output(channel, loop, options.maxOutputBytes(), this::onWritten);
        this.offers = new Offers(loop, output.backlog(), options.maxOutputBytes(), this::tellWritable);
        this.peer = Peers.label(scheme, channel);
        this.local = Peers.isLocal(channel);
        this.lastHeardNs = loop.nowNs();
    }

    // -- what a transport has of its own --

    /** Puts an answer into the output, framed. */
    protected abstract Output.Room put(Message message);

    /** Puts a publish or a request into the output, framed, if there is room. */
    protected abstract Output.Room put(Outgoing message);

    /** Sends something to which a live peer answers. */
    protected abstract void sendPing();

    /** A close code as the log says it. */
    protected abstract String closedWith(int code);

    /** Puts what ends the connection into the output, if there is such a thing. */
    protected abstract Goodbye sayGoodbye(int code, String text);

    /** Sees to peers that are gone without a word; pings them, by default, and gives them up when nothing comes back. */
    protected void watch(Heartbeat rhythm) {
        long nowNs = loop.nowNs();
        switch (rhythm.check(nowNs, lastHeardNs)) {
            case GIVE_UP -> {
                giveUpSilent("it has not been heard for " + TimeUnit.NANOSECONDS.toSeconds(nowNs - lastHeardNs) + " s");
                return;
            }
            case PING -> ping();
            case WAIT -> {}
        }
        watchAgain(rhythm, rhythm.delayNs(nowNs, lastHeardNs));
    }

    // -- for transports --

    /** What the connection is on. */
    protected final TransportLoop loop() {
        return loop;
    }

    /** What waits to be written. */
    protected final Output output() {
        return output;
    }

    /** Sends what may not be dropped: when there is no room, the connection is closed. */
    protected final Output.Room insist(byte[] start, int startBytes, byte[] rest) {
        return isOpen() ? orGiveUp(output.add(start, startBytes, rest, Draw.WHOLE)) : Output.Room.OUTPUT_FULL;
    }

    private Output.Room orGiveUp(Output.Room room) {
        if (room != Output.Room.TAKEN) {
            giveUp(CloseReason.TOO_SLOW, "it reads too slowly, and an answer to it finds no room");
        }
        return room;
    }

    /** Puts a message into the output that is still being made; closes the connection if it cannot be. */
    protected final Output.Room putLater(LongText text, Draw draw) {
        return output.addLater(
                text,
                draw,
                () -> giveUp(
                        CloseReason.TOO_SLOW, "it reads too slowly, and a message that is long as JSON finds no room"),
                this::fail);
    }

    /** Logs something that the peer did and that does not end the connection. */
    protected final void log(Traffic.Count count, String what) {
        loop.log().info(count, who(), what);
    }

    /** Calls {@link #watch} after this time, if the connection still is one. */
    protected final void watchAgain(Heartbeat rhythm, long delayNs) {
        if (isOpen()) {
            heartbeat = loop.eventLoop().schedule(() -> watch(rhythm), delayNs, TimeUnit.NANOSECONDS);
        }
    }

    protected final void giveUpSilent(String why) {
        giveUp(CloseReason.SILENT, why);
    }

    /** The phase that ends the connection, begun now unless it has been. */
    protected final Closing beginClose(int code, String text) {
        Closing begun = closing;
        if (begun == null) {
            cancelHeartbeat();
            Goodbye goodbye = sayGoodbye(code, text);
            begun = new Closing(channel, loop, output, options.closeTimeout().toNanos());
            closing = begun;
            input.resume();
            if (goodbye == Goodbye.NONE) {
                begun.onDeaf();
            }
        }
        return begun;
    }

    // -- for the input --

    /** @param receiver where everything goes from now on */
    final void open(ConnectionEvents receiver) {
        this.events = receiver;
        if (isOpen() && options.pingInterval().isPositive()) {
            watch(new Heartbeat(options.pingInterval().toNanos(), lastHeardNs));
        }
    }

    final ConnectionEvents events() {
        return Objects.requireNonNull(events);
    }

    /** Whether messages may still come and go. */
    public final boolean isOpen() {
        return closing == null && !closed;
    }

    final void heard(int bytes) {
        lastHeardNs = loop.nowNs();
        bytesIn += bytes;
    }

    final void onSocketWritable() {
        output.onSocketWritable();
    }

    /**
     * The peer sent what is no message, in frames that can still be understood.
     *
     * @param count what this is counted as
     * @param what for the log, and for the peer
     */
    final void refuse(Traffic.Count count, int code, String what) {
        if (isOpen()) {
            loop.log().info(count, who(), closedWith(code) + ": " + what);
            end(count, code, what);
        }
    }

    /** As {@link #refuse}, when nothing that still comes can be understood, not even a close frame. */
    final void abandon(Traffic.Count count, int code, String what) {
        if (!closed) {
            refuse(count, code, what);
            beginClose(code, what).onDeaf();
        }
    }

    /** Handling a message failed, and so would handling what still comes. */
    final void fail(Throwable cause) {
        loop.onFault(who(), "handling its message failed", cause);
        if (!closed) {
            beginClose(CloseCode.INTERNAL_ERROR, "internal error").onDeaf();
        }
    }

    private void end(Traffic.Count count, int code, String what) {
        loop.traffic().increment(count);
        beginClose(code, what);
    }

    /** The socket is closed. */
    final void onInactive() {
        closed = true;
        cancelHeartbeat();
        if (closing != null) {
            closing.cancel();
        }
        output.release();
        countMessages();
        events().onClosed();
    }

    // -- for the router --

    @Override
    public final String peer() {
        return peer;
    }

    @Override
    public final boolean isLocal() {
        return local;
    }

    @Override
    public final Optional<String> certifiedName() {
        return Peers.certifiedName(channel);
    }

    @Override
    public final Load load() {
        return new Load(bytesIn, output.writtenBytes(), output.pendingBytes());
    }

    @Override
    public final long lastHeardNs() {
        return lastHeardNs;
    }

    @Override
    public final void send(Message message) {
        assert loop.isCurrent();
        if (isOpen()) {
            counted(orGiveUp(put(message)));
        }
    }

    @Override
    public final Offer offer(Outgoing message) {
        assert loop.isCurrent();
        if (!isOpen()) {
            return Offer.GONE;
        }
        Output.Room room = output.isFullFor(message.leastBytes()) ? Output.Room.OUTPUT_FULL : counted(put(message));
        return offers.settle(room);
    }

    @Override
    public final Offer offerFresh(Outgoing message) {
        assert loop.isCurrent();
        if (!isOpen()) {
            return Offer.GONE;
        }
        return offers.fresh(message, this::offer);
    }

    @Override
    public final boolean reserve(int bytes) {
        return isOpen() && loop.budget().takeLavish(bytes);
    }

    @Override
    public final void giveBack(int bytes) {
        loop.budget().giveBack(bytes);
    }

    private Output.Room counted(Output.Room room) {
        if (room == Output.Room.TAKEN) {
            uncountedMessages++;
        }
        return room;
    }

    @Override
    public final void ping() {
        assert loop.isCurrent();
        if (isOpen()) {
            sendPing();
        }
    }

    @Override
    public final void pauseReading() {
        assert loop.isCurrent();
        if (isOpen()) {
            input.pause();
        }
    }

    @Override
    public final void resumeReading() {
        assert loop.isCurrent();
        if (isOpen()) {
            input.resume();
        }
    }

    /** Who knows why closes: it is that one's to log it. */
    @Override
    public final void close(CloseReason reason) {
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

    /** Closes for a reason that the router does not know. */
    private void giveUp(CloseReason reason, String why) {
        loop.log().info(reason, who(), "closed: " + why);
        close(reason);
    }

    private String who() {
        return events == null ? peer : events.peer();
    }

    // -- what the output tells --

    /** Some of the output has been written. Called in the middle of anything that writes. */
    private void onWritten() {
        countMessages();
        if (closing != null) {
            closing.onWritten();
        } else {
            offers.onWritten();
        }
    }

    private void tellWritable() {
        if (isOpen()) {
            events().onWritable();
        }
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
    public final String toString() {
        return peer;
    }
}
