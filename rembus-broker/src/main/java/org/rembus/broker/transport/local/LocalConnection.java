package org.rembus.broker.transport.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.ConnectionEvents;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.traffic.Load;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Offers;
import org.rembus.broker.transport.output.Output.Room;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.local.EndEvents;
import org.rembus.protocol.local.LocalEnd;

/** A component of this process, as the router sees it. Lives on the loop. */
final class LocalConnection implements Connection, EndEvents {
    /** Its transport, as it stands in figures and logs. */
    static final String SCHEME = "local";

    private static final byte[] NOTHING = {};

    private final String peer;
    private final LocalEnd end;
    private final TransportLoop loop;
    private final ConnectionOptions options;
    private final MessageDecoder decoder;
    private final boolean takesTraces;
    private final LocalOutput output;
    private final Offers offers;
    private @Nullable ConnectionEvents events;
    private boolean isOpen = true;
    private long bytesIn;

    LocalConnection(String peer, LocalEnd end, TransportLoop loop, ConnectionOptions options) {
        this.peer = peer;
        this.end = end;
        this.loop = loop;
        this.options = options;
        this.decoder = new MessageDecoder(options.maxNesting());
        this.takesTraces = end.agreed().has(Extension.TRACE);
        this.output = new LocalOutput(end, loop, options.maxOutputBytes());
        this.offers = new Offers(loop, output.backlog(), options.maxOutputBytes(), this::tellWritable);
    }

    /** @param receiver where everything goes from now on */
    void open(ConnectionEvents receiver) {
        loop.traffic().increment(Count.CONNECTIONS_OPENED);
        loop.traffic().connected(SCHEME);
        events = receiver;
        end.begin(this);
    }

    private ConnectionEvents events() {
        return Objects.requireNonNull(events);
    }

    // -- what the component says --

    @Override
    public void onMessage(byte[] message) {
        bytesIn += message.length;
        loop.traffic().increment(Count.MESSAGES_RECEIVED);
        loop.traffic().add(Count.BYTES_RECEIVED, message.length);
        if (message.length > options.maxMessageBytes()) {
            refuse(
                    Count.CLOSED_TOO_BIG,
                    CloseCode.TOO_BIG,
                    "a message of more than " + options.maxMessageBytes() + " bytes");
            return;
        }
        try {
            events().onMessage(TraceCodec.decode(decoder, message, 0, message.length, end.agreed()));
        } catch (ProtocolException e) {
            refuse(Count.CLOSED_VIOLATION, CloseCode.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        } catch (RuntimeException fault) {
            loop.onFault(events().peer(), "handling its message failed", fault);
            finish(CloseCode.INTERNAL_ERROR, "internal error");
        }
    }

    private void refuse(Count count, int code, String what) {
        loop.log().info(count, events().peer(), "closed with " + code + ": " + what);
        loop.traffic().increment(count);
        finish(code, what);
    }

    @Override
    public void onMessagesComplete() {
        // a turn has begun with the first of them, and ends by itself
    }

    @Override
    public void onTaken(long taken) {
        if (isOpen) {
            output.onTaken(taken);
            offers.onWritten();
        }
    }

    private void tellWritable() {
        if (isOpen) {
            events().onWritable();
        }
    }

    @Override
    public void onEnd(int code, String reason) {
        finish(code, reason);
    }

    /** The router hears of it in a task of its own, since it may be the one that closes. */
    private void finish(int code, String reason) {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        end.end(code, reason);
        output.release();
        loop.execute(() -> {
            loop.traffic().increment(Count.CONNECTIONS_CLOSED);
            loop.traffic().disconnected(SCHEME);
            events().onClosed();
        });
    }

    // -- for the router --

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public Load load() {
        return new Load(bytesIn, output.sentBytes(), output.backlog().pendingBytes());
    }

    @Override
    public Extensions extensions() {
        return end.agreed();
    }

    @Override
    public void send(Message message) {
        assert loop.isCurrent();
        if (!isOpen) {
            return;
        }
        if (output.add(MessageEncoder.encode(message), Draw.WHOLE) != Room.TAKEN) {
            loop.log()
                    .info(
                            CloseReason.TOO_SLOW,
                            events().peer(),
                            "closed: it takes its messages too slowly, and an answer to it finds no room");
            close(CloseReason.TOO_SLOW);
        }
    }

    @Override
    public Offer offer(Outgoing message) {
        assert loop.isCurrent();
        if (!isOpen) {
            return Offer.GONE;
        }
        if (output.isFullFor(message.leastBytes())) {
            return offers.settle(Room.OUTPUT_FULL);
        }
        byte[] preface = takesTraces ? message.preface() : NOTHING;
        return offers.settle(output.add(whole(preface, message.head(), message.body()), Draw.SPARE));
    }

    /** The body alone is shared by all who get it; with a head of its own it has to be copied. */
    private static byte[] whole(byte[] preface, byte[] head, byte[] body) {
        int bodyAt = preface.length + head.length;
        if (bodyAt == 0) {
            return body;
        }
        byte[] whole = new byte[Math.addExact(bodyAt, body.length)];
        System.arraycopy(preface, 0, whole, 0, preface.length);
        System.arraycopy(head, 0, whole, preface.length, head.length);
        System.arraycopy(body, 0, whole, bodyAt, body.length);
        return whole;
    }

    @Override
    public Offer offerFresh(Outgoing message) {
        assert loop.isCurrent();
        return isOpen ? offers.fresh(message, this::offer) : Offer.GONE;
    }

    @Override
    public boolean reserve(int bytes) {
        return isOpen && loop.budget().takeLavish(bytes);
    }

    @Override
    public void giveBack(int bytes) {
        loop.budget().giveBack(bytes);
    }

    /** Whoever shares a process with the broker is alive. */
    @Override
    public void ping() {
        assert loop.isCurrent();
    }

    @Override
    public long lastHeardNs() {
        return loop.nowNs();
    }

    @Override
    public void pauseReading() {
        assert loop.isCurrent();
        if (isOpen) {
            end.pause();
        }
    }

    @Override
    public void resumeReading() {
        assert loop.isCurrent();
        if (isOpen) {
            end.resume();
        }
    }

    @Override
    public void close(CloseReason reason) {
        assert loop.isCurrent();
        if (isOpen && reason == CloseReason.TOO_SLOW) {
            loop.traffic().increment(Count.CLOSED_TOO_SLOW);
        }
        finish(reason.code(), reason.text());
    }

    @Override
    public String toString() {
        return peer;
    }
}
