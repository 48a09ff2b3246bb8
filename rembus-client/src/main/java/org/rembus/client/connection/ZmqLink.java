package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Ending;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.MultipartDecoder;
import org.rembus.protocol.zmq.MultipartEvents;
import org.rembus.protocol.zmq.MultipartReader;
import org.rembus.protocol.zmq.MultipartSink;
import org.rembus.protocol.zmq.SocketType;

/**
 * A ZeroMQ connection after its handshake (PROTOCOL.md section 3): this end is a DEALER.
 *
 * <p>The component pings at its interval, whatever it hears, for that is how the broker knows that it is there. A broker whose
 * answer is anything but a plain success did not know it any more: then the link ends, and the session begins anew, with
 * everything that the broker is to know.
 */
final class ZmqLink extends FramedLink implements MultipartEvents, MultipartSink {
    private final MultipartReader reader;
    private final MultipartDecoder received = new MultipartDecoder();
    private final MessageDecoder sent = new MessageDecoder(Limits.HIGHEST_NESTING);
    private final String cid;
    private final boolean isNamed;
    private final Duration pingInterval;
    private @Nullable MessageId introduction;
    private @Nullable MessageId lastPing;
    private boolean isKnown;

    ZmqLink(Destination destination, LinkEvents events, OutputBudget budget) {
        super(destination.tls(), events, budget);
        String name = destination.address().cid();
        this.reader =
                new MultipartReader(new AssemblyLimits(destination.maxMessageBytes(), ByteBudget.UNLIMITED), this);
        this.isNamed = name != null;
        this.isKnown = name == null;
        this.cid = name == null ? UUID.randomUUID().toString() : name;
        this.pingInterval = destination.pingInterval();
    }

    /** The handshake is done: from now on it pings. */
    void begin(EventLoop loop) {
        if (pingInterval.isPositive()) {
            long intervalNs = pingInterval.toNanos();
            Future<?> pings = loop.scheduleAtFixedRate(this::ping, intervalNs, intervalNs, TimeUnit.NANOSECONDS);
            whenClosed(() -> pings.cancel(false));
        }
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    // -- receiving --

    /** Copied, because payloads are valid for ever. */
    @Override
    public void onMultipart(byte[] array, int offset, int length) {
        received.decode(Arrays.copyOfRange(array, offset, offset + length), 0, length, this);
    }

    @Override
    public void onMessage(Message message) {
        if (message instanceof Message.Response response) {
            onResponse(response);
        } else {
            receive(message);
        }
    }

    private void onResponse(Message.Response response) {
        if (isAnswerTo(lastPing, response)) {
            boolean isForgotten =
                    response.status() != Status.SUCCESS || !response.data().isNothing();
            if (isNamed && isForgotten) {
                closedByPeer(Ending.NO_CODE, "the broker did not know this component any more");
            }
            return;
        }
        isKnown |= isAnswerTo(introduction, response) && response.status() == Status.SUCCESS;
        receive(response);
    }

    private static boolean isAnswerTo(@Nullable MessageId request, Message.Response response) {
        return request != null && request.equals(response.id());
    }

    @Override
    public void onClose() {
        closedByPeer(Ending.NO_CODE, "the broker went offline");
    }

    @Override
    public void onMalformed(String reason) {
        complain(UNREADABLE + reason);
    }

    @Override
    public void onAnswerWanted(byte[] frame) {
        appendBytes(frame);
    }

    @Override
    public void onViolation(int code, String reason) {
        violated(code, reason);
    }

    // -- sending --

    /** Asks the broker whether it knows this component, once that has said its name. */
    @Override
    public void ping() {
        if (isKnown) {
            MessageId id = MessageId.of(ThreadLocalRandom.current().nextLong() | 1, MessageId.GEN2_LENGTH);
            lastPing = id;
            append(Multipart.of(new Message.Ping(id, cid), SocketType.DEALER));
        }
    }

    @Override
    protected int append(byte[] array, int offset, int length) {
        try {
            Message whole = sent.decode(array, offset, length);
            if (whole instanceof Message.Identity identity) {
                introduction = identity.id();
            }
            append(Multipart.of(whole, SocketType.DEALER));
            return length;
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("what is sent is no message", impossible);
        }
    }

    private void append(Multipart multipart) {
        ByteBuf buffer = roomFor(multipart.length());
        if (buffer != null) {
            multipart.copyTo(buffer.array(), buffer.arrayOffset() + buffer.writerIndex());
            appended(buffer, multipart.length());
        }
    }

    private void appendBytes(byte[] frame) {
        ByteBuf buffer = roomFor(frame.length);
        if (buffer != null) {
            System.arraycopy(frame, 0, buffer.array(), buffer.arrayOffset() + buffer.writerIndex(), frame.length);
            appended(buffer, frame.length);
        }
    }

    @Override
    protected void sayGoodbye(ChannelHandlerContext open, int code, String reason) {
        endOutput(open, Unpooled.wrappedBuffer(Multipart.close().toByteArray()));
    }
}
