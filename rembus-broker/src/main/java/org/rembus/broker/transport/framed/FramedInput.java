package org.rembus.broker.transport.framed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Leaving;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.StallCheck;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.framing.FrameReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in on one connection: bytes become frames, frames messages, in the loop's receive buffer. Only while
 * reading is paused does a connection hold received bytes of its own. What a frame is, the transport knows that extends
 * this.
 */
public abstract class FramedInput extends ChannelInboundHandlerAdapter implements Leaving {
    private static final Logger LOGGER = LoggerFactory.getLogger(FramedInput.class);

    private final Channel channel;
    private final TransportLoop loop;
    private final MessageDecoder decoder;
    private final HeldBytes held;
    private final StallCheck stall = new StallCheck();
    private final long messageTimeoutNs;
    private @Nullable Future<?> stallTimer;
    private boolean paused;
    private boolean awaiting;
    private int uncountedMessages;

    protected FramedInput(Channel channel, TransportLoop loop, ConnectionOptions options) {
        this.channel = channel;
        this.loop = loop;
        this.decoder = new MessageDecoder(options.maxNesting());
        this.messageTimeoutNs = options.messageTimeout().toNanos();
        this.held = new HeldBytes(loop.budget().inputs());
    }

    /** What the reader of a connection may hold. */
    protected static AssemblyLimits limits(TransportLoop loop, ConnectionOptions options) {
        return new AssemblyLimits(options.maxMessageBytes(), loop.budget().inputs());
    }

    /** Cuts what comes; tells this of what it finds. */
    protected abstract FrameReader reader();

    /** Where what goes out goes. */
    public abstract FramedConnection connection();

    /** Messages may come and go. */
    public final void open(Acceptor acceptor) {
        loop.traffic().increment(Traffic.Count.CONNECTIONS_OPENED);
        connection().open(acceptor.onOpened(connection()));
    }

    @Override
    public final void leave() {
        connection().close(CloseReason.GOING_AWAY);
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (received instanceof ByteBuf bytes) {
                connection().heard(bytes.readableBytes());
                loop.traffic().add(Traffic.Count.BYTES_RECEIVED, bytes.readableBytes());
                receive(bytes);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    private void receive(ByteBuf bytes) {
        byte[] buffer = loop.receiveBuffer();
        while (bytes.isReadable()) {
            int length = Math.min(bytes.readableBytes(), buffer.length);
            bytes.readBytes(buffer, 0, length);
            int used = isPaused() || !held.isEmpty() ? 0 : reader().read(buffer, 0, length);
            held.append(buffer, used, length - used);
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        countMessages();
        watchUnfinished();
    }

    /** The timer lives on when the message is whole: most that come in pieces are, long before it is due. */
    private void watchUnfinished() {
        if (stallTimer == null && reader().isAmidMessage()) {
            stall.note(reader().messagesBegun(), reader().unfinishedBytes());
            stallTimer = loop.eventLoop().schedule(this::checkUnfinished, messageTimeoutNs, TimeUnit.NANOSECONDS);
        }
    }

    private void checkUnfinished() {
        stallTimer = null;
        boolean amid = reader().isAmidMessage() && !isPaused();
        if (amid && stall.isStalled(reader().messagesBegun(), reader().unfinishedBytes())) {
            reader().stop();
            connection().abandon(Traffic.Count.CLOSED_STALLED, CloseCode.REFUSED, "a message that does not go on");
        } else {
            watchUnfinished();
        }
    }

    private boolean isPaused() {
        return paused || awaiting;
    }

    /** Stops reading, after the message that is being handed over. */
    final void pause() {
        paused = true;
        stopReading();
    }

    private void stopReading() {
        reader().pause();
        channel.config().setAutoRead(false);
    }

    /** Reads on, but not in this call. */
    final void resume() {
        if (paused) {
            paused = false;
            loop.execute(this::readOn);
        }
    }

    /**
     * Has a message read on another thread, because that takes longer than a moment. What comes behind it is not read before, so
     * that its order holds.
     *
     * @param bytes how long the message is, of which there is a copy meanwhile
     * @param reading gives what is then to be done here
     */
    protected final void readAside(int bytes, Supplier<Runnable> reading) {
        awaiting = true;
        stopReading();
        loop.readAside(
                bytes,
                () -> finishing(reading.get()),
                failed -> finishing(() -> fail(failed)).run());
    }

    private Runnable finishing(Runnable rest) {
        return () -> {
            awaiting = false;
            rest.run();
            readOn();
        };
    }

    private void readOn() {
        try {
            if (!isPaused()) {
                held.feed(reader()::read);
                countMessages();
                watchUnfinished();
            }
            if (!isPaused()) {
                channel.config().setAutoRead(true);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** A whole message came. */
    protected final void receive(byte[] array, int offset, int length) {
        if (!connection().isOpen()) {
            return;
        }
        try {
            received(decode(decoder, array, offset, length));
        } catch (ProtocolException e) {
            connection()
                    .refuse(Traffic.Count.CLOSED_VIOLATION, CloseCode.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** Reads a message. */
    protected Message decode(MessageDecoder cbor, byte[] array, int offset, int length) throws ProtocolException {
        return cbor.decode(array, offset, length);
    }

    /** A whole message came, and is decoded. */
    protected final void received(Message message) {
        if (connection().isOpen()) {
            uncountedMessages++;
            receive(message);
        }
    }

    /** Hands a message over. */
    protected void receive(Message message) {
        connection().events().onMessage(message);
    }

    /**
     * The peer broke the rules of its frames, and its reader has stopped.
     *
     * @param code the close code that says so
     */
    protected final void violated(int code, String reason) {
        Traffic.Count count = switch (code) {
            case CloseCode.TOO_BIG -> Traffic.Count.CLOSED_TOO_BIG;
            case CloseCode.TRY_AGAIN_LATER -> Traffic.Count.CLOSED_NO_MEMORY;
            default -> Traffic.Count.CLOSED_VIOLATION;
        };
        connection().abandon(count, code, reason);
    }

    private void fail(Throwable cause) {
        reader().stop();
        connection().fail(cause);
    }

    private void countMessages() {
        if (uncountedMessages > 0) {
            loop.traffic().add(Traffic.Count.MESSAGES_RECEIVED, uncountedMessages);
            uncountedMessages = 0;
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection().onSocketWritable();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        countMessages();
        reader().stop();
        held.clear();
        if (stallTimer != null) {
            stallTimer.cancel(false);
        }
        loop.traffic().increment(Traffic.Count.CONNECTIONS_CLOSED);
        connection().onInactive();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Optional<PeerFault> fault = PeerFault.in(cause);
        if (fault.isPresent()) {
            abandon(fault.get());
        } else if (PeerFault.reason(cause) instanceof IOException) {
            // The network's weather: the end of the connection follows.
            LOGGER.debug("{}: {}", connection(), cause.toString());
            ctx.close();
        } else {
            fail(cause);
        }
    }

    /** What carries the frames is broken. */
    private void abandon(PeerFault fault) {
        reader().stop();
        connection().abandon(fault.count(), CloseCode.PROTOCOL_ERROR, String.valueOf(fault.getMessage()));
    }
}
