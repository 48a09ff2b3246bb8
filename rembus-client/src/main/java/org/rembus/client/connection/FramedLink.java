package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Ending;
import org.rembus.client.tls.TlsFailure;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.framing.FrameReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that carries messages in frames: cuts what is received into messages, and gathers what is sent in one turn of
 * the event loop into one buffer, one write, one flush. How a message is framed, the broker pinged and a goodbye said, the
 * transport knows that extends this.
 */
public abstract class FramedLink extends ChannelInboundHandlerAdapter implements OpenLink {
    static final String UNREADABLE = "the broker sent a message that cannot be read: ";

    private static final Logger LOG = LoggerFactory.getLogger(FramedLink.class);
    private static final int READ_BYTES = 65_536;
    private static final int BATCH_BYTES = 65_536;
    private static final int SMALL_BATCH_BYTES = 4096;
    private static final long CLOSE_PATIENCE_MS = 1000;

    /** Where received bytes are read, one link after the other, on each event loop. */
    private static final FastThreadLocal<byte[]> RECEIVED = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[READ_BYTES];
        }
    };

    private final TlsFiles tls;
    private final LinkEvents events;
    private final OutputBudget budget;
    private final MessageDecoder decoder = new MessageDecoder();
    private final Complaints complaints = new Complaints();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf batch;
    private int longestSentBytes;
    private int longestAppendedBytes;
    private boolean isFlushScheduled;
    private boolean isClosing;
    private boolean hasEnded;
    private String trouble = "";

    protected FramedLink(TlsFiles tls, LinkEvents events, OutputBudget budget) {
        this.tls = tls;
        this.events = events;
        this.budget = budget;
    }

    // -- what a transport has of its own --

    /** Cuts what comes; tells this of what it finds. */
    protected abstract FrameReader reader();

    /**
     * Appends a message to what is sent.
     *
     * @return how long it is there, without what frames it
     */
    protected abstract int append(byte[] array, int offset, int length);

    /** Sends what ends the connection, as the last thing; closes by itself when that fails. */
    protected abstract void sayGoodbye(ChannelHandlerContext open, int code, String reason);

    // -- receiving --

    @Override
    public final void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object bytes) {
        try {
            if (bytes instanceof ByteBuf buffer && !isClosed()) {
                events.onHeard();
                byte[] received = RECEIVED.get();
                while (buffer.isReadable()) {
                    int count = Math.min(buffer.readableBytes(), received.length);
                    buffer.readBytes(received, 0, count);
                    reader().read(received, 0, count);
                }
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    /** A whole message came. */
    protected final void receive(byte[] array, int offset, int length) {
        Message message;
        try {
            byte[] copy = Arrays.copyOfRange(array, offset, offset + length);
            message = TraceCodec.decode(decoder, copy, 0, length, extensions());
        } catch (ProtocolException unreadable) {
            complain(UNREADABLE + unreadable.getMessage());
            return;
        }
        receive(message);
    }

    /** The connection; null before there is one. */
    protected final @Nullable ChannelHandlerContext context() {
        return context;
    }

    /** The broker sent what is passed over. */
    protected final void complain(String what) {
        complaints.add(what);
    }

    /** A whole message came, and is decoded; its payload is valid for ever. */
    protected final void receive(Message message) {
        if (!isClosed()) {
            events.onMessage(message);
        }
    }

    /** The broker closes. */
    protected final void closedByPeer(int code, String reason) {
        finish(code, "");
        end(code, reason);
    }

    /** The broker broke the rules of its frames. */
    protected final void violated(int code, String reason) {
        finish(code, reason);
        end(Ending.NO_CODE, "the broker broke the rules of framing: " + reason);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        end(Ending.NO_CODE, trouble);
        dropBatch();
        reader().stop();
        ctx.fireChannelInactive();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (TlsFailure.isOfConnection(cause)) {
            trouble = TlsFailure.wordsFor(cause, tls);
            LOG.debug("connection to {} broke", ctx.channel().remoteAddress(), cause);
        } else {
            trouble = "a fault of this library: " + cause;
            LOG.error(
                    "closed the connection to {} by a fault of this library",
                    ctx.channel().remoteAddress(),
                    cause);
        }
        ctx.close();
    }

    // -- sending --

    @Override
    public final void send(byte[] message, @Nullable TraceContext trace) {
        byte[] whole = TraceCodec.encode(trace, message, extensions());
        sent(append(whole, 0, whole.length), message.length);
    }

    @Override
    public final void send(byte[] array, int offset, int length) {
        sent(append(array, offset, length), length);
    }

    private void sent(int bytes, int length) {
        if (bytes > longestAppendedBytes) {
            longestAppendedBytes = bytes;
            longestSentBytes = length;
        }
    }

    @Override
    public final int longestSentBytes() {
        return longestSentBytes;
    }

    @Override
    public final boolean isBlocked() {
        return context != null && !context.channel().isWritable();
    }

    /**
     * A buffer with an array and with room for so many bytes, to be written to and then to be {@link #appended}; null when
     * nothing is to be sent any more.
     */
    protected final @Nullable ByteBuf roomFor(int bytes) {
        ChannelHandlerContext open = context;
        if (open == null || isClosed()) {
            return null;
        }
        ByteBuf current = batch;
        if (current != null && current.writableBytes() >= bytes) {
            return current;
        }
        int wanted = current == null ? SMALL_BATCH_BYTES : BATCH_BYTES;
        if (current != null) {
            write(current, open);
        }
        ByteBuf fresh = open.alloc().heapBuffer(Math.max(wanted, bytes));
        batch = fresh;
        budget.add(fresh.capacity());
        return fresh;
    }

    /** So many bytes have been put into the array of the buffer, after those that were there. */
    protected final void appended(ByteBuf buffer, int bytes) {
        buffer.writerIndex(buffer.writerIndex() + bytes);
        ChannelHandlerContext open = context;
        if (open == null) {
            return;
        }
        if (budget.isOverloaded()) {
            trouble = "the broker does not read";
            open.close();
        } else if (!isFlushScheduled) {
            isFlushScheduled = true;
            open.executor().execute(this::flushScheduled);
        }
    }

    private void flushScheduled() {
        isFlushScheduled = false;
        flush();
    }

    private void flush() {
        ByteBuf full = batch;
        ChannelHandlerContext open = context;
        if (full != null && open != null) {
            batch = null;
            write(full, open);
            open.flush();
        }
    }

    private void write(ByteBuf full, ChannelHandlerContext open) {
        int charged = full.capacity();
        open.write(full).addListener(done -> budget.release(charged));
    }

    private void dropBatch() {
        ByteBuf unsent = batch;
        if (unsent != null) {
            batch = null;
            budget.release(unsent.capacity());
            unsent.release();
        }
    }

    // -- closing --

    @Override
    public final void close(int code, String reason) {
        hasEnded = true;
        finish(code, reason);
    }

    @Override
    public final void whenClosed(Runnable task) {
        if (context == null) {
            task.run();
        } else {
            context.channel().closeFuture().addListener(closed -> task.run());
        }
    }

    /** Says goodbye after everything else, then closes, at the latest when the peer has had time to read it. */
    private void finish(int code, String reason) {
        ChannelHandlerContext open = context;
        if (open == null || isClosing) {
            return;
        }
        flush();
        isClosing = true;
        sayGoodbye(open, code, reason);
        // The broker closes the socket first; who does not is not waited for.
        open.executor().schedule(() -> open.close(), CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Sends the last bytes and then the stream's end. Closing at once could destroy what was written before it is read; so the
     * broker shall hang up.
     */
    protected static void endOutput(ChannelHandlerContext open, ByteBuf last) {
        open.writeAndFlush(last).addListener(written -> {
            if (written.isSuccess() && open.channel() instanceof DuplexChannel duplex) {
                endOutput(duplex);
            } else {
                open.close();
            }
        });
    }

    /** TLS tells the end of what is sent from a line that was cut: by a record of its own, which goes first. */
    private static void endOutput(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(ended -> channel.shutdownOutput());
        }
    }

    private void end(int code, String reason) {
        if (!hasEnded) {
            hasEnded = true;
            events.onDisconnected(this, code, reason);
        }
    }

    private boolean isClosed() {
        return isClosing || hasEnded;
    }
}
