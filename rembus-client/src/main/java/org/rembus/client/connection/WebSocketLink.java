package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Link;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection after its handshake (PROTOCOL.md section 3): cuts what is received into messages, and gathers what
 * is sent in one turn of the event loop into one buffer, one write, one flush.
 *
 * <p>It stands in the pipeline where Netty's own decoder would.
 */
public final class WebSocketLink extends ChannelInboundHandlerAdapter
        implements Link, WebSocketFrameDecoder, WebSocketEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketLink.class);
    private static final int ABNORMAL = 1006;
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

    private final LinkEvents events;
    private final OutputBudget budget;
    private final WebSocketReader reader;
    private final FrameWriter writer;
    private final MessageDecoder decoder = new MessageDecoder();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf batch;
    private int longestSentBytes;
    private Extensions agreed = Extensions.NONE;
    private boolean isFlushScheduled;
    private boolean isClosing;
    private boolean hasEnded;
    private String trouble = "";

    WebSocketLink(int maxMessageBytes, LinkEvents events, OutputBudget budget) {
        this.events = events;
        this.budget = budget;
        this.reader = new WebSocketReader(Role.CLIENT, new AssemblyLimits(maxMessageBytes, ByteBudget.UNLIMITED), this);
        // Masks need only be hard to foresee for an application that chooses payloads: RFC 6455 section 10.3.
        this.writer = FrameWriter.masked(() -> ThreadLocalRandom.current().nextInt());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** The handshake agreed on these. */
    void agree(Extensions extensions) {
        agreed = extensions;
    }

    @Override
    public Extensions extensions() {
        return agreed;
    }

    // -- receiving --

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        try {
            if (bytes instanceof ByteBuf buffer && !isClosed()) {
                events.onHeard();
                byte[] received = RECEIVED.get();
                while (buffer.isReadable()) {
                    int count = Math.min(buffer.readableBytes(), received.length);
                    buffer.readBytes(received, 0, count);
                    reader.read(received, 0, count);
                }
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        Message message;
        try {
            message = decoder.decode(Arrays.copyOfRange(array, offset, offset + length), 0, length);
        } catch (ProtocolException unreadable) {
            LOG.warn("the broker sent a message that cannot be read: {}", unreadable.getMessage());
            return;
        }
        if (!isClosed()) {
            events.onMessage(message);
        }
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        LOG.warn("the broker sent a text message of {} bytes, which nobody asked for", length);
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        append(FrameType.PONG, Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        // that it was heard is all it says
    }

    @Override
    public void onClose(int code, String reason) {
        finish(code, "");
        end(code, reason);
    }

    @Override
    public void onViolation(int code, String reason) {
        LOG.warn("the broker broke the rules of WebSocket: {}", reason);
        finish(code, reason);
        end(ABNORMAL, reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ABNORMAL, trouble.isEmpty() ? "connection closed" : trouble);
        dropBatch();
        reader.stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        trouble = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        LOG.debug("connection to {} broke", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }

    // -- sending --

    @Override
    public void send(byte[] message) {
        longestSentBytes = Math.max(longestSentBytes, message.length);
        append(FrameType.BINARY, message);
    }

    @Override
    public int longestSentBytes() {
        return longestSentBytes;
    }

    @Override
    public boolean isBlocked() {
        return context != null && !context.channel().isWritable();
    }

    @Override
    public void ping() {
        append(FrameType.PING, new byte[0]);
    }

    private void append(FrameType type, byte[] payload) {
        ChannelHandlerContext open = context;
        if (open == null || isClosed()) {
            return;
        }
        int bytes = writer.frameBytes(payload.length);
        ByteBuf buffer = roomFor(bytes, open);
        int at = buffer.arrayOffset() + buffer.writerIndex();
        writer.write(type, payload, buffer.array(), at);
        buffer.writerIndex(buffer.writerIndex() + bytes);
        budget.add(bytes);
        if (budget.isOverloaded()) {
            trouble = "the broker does not read";
            open.close();
        } else if (!isFlushScheduled) {
            isFlushScheduled = true;
            open.executor().execute(this::flushScheduled);
        }
    }

    private ByteBuf roomFor(int bytes, ChannelHandlerContext open) {
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
        return fresh;
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
        int bytes = full.readableBytes();
        open.write(full).addListener(done -> budget.release(bytes));
    }

    private void dropBatch() {
        ByteBuf unsent = batch;
        if (unsent != null) {
            batch = null;
            budget.release(unsent.readableBytes());
            unsent.release();
        }
    }

    // -- closing --

    @Override
    public void close(int code, String reason) {
        hasEnded = true;
        finish(code, reason);
    }

    /** Runs this when the socket is closed, on the event loop. */
    public void whenClosed(Runnable task) {
        if (context == null) {
            task.run();
        } else {
            context.channel().closeFuture().addListener(closed -> task.run());
        }
    }

    /** Sends a close frame after everything else, then closes, at the latest when the peer has had time to read it. */
    private void finish(int code, String reason) {
        ChannelHandlerContext open = context;
        if (open == null || isClosing) {
            return;
        }
        flush();
        isClosing = true;
        ByteBuf frame = open.alloc().heapBuffer().writeBytes(writer.closeFrame(code, reason));
        open.writeAndFlush(frame).addListener(written -> {
            if (!written.isSuccess()) {
                open.close();
            }
        });
        // A WebSocket server closes the socket first; who does not is not waited for.
        open.executor().schedule(() -> open.close(), CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS);
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
