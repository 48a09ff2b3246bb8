package org.rembus.broker.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.StallCheck;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;

/**
 * TLS on one connection, by the JDK's engine, with bounds for what has come and cannot be decrypted yet: the part of a record
 * that has arrived, and what arrives while a handshake waits for its cryptography. It is charged to the budget of inputs, it
 * must go on as messages must ({@link StallCheck}), and a peer cannot begin another handshake.
 */
final class TlsHandler extends SslHandler {
    /** So much may arrive ahead of a handshake's cryptography; then reading waits for it. */
    private static final int MAX_AHEAD_BYTES = 64 * 1024;

    /** After the handshake more than a record and a read waits only for a change of keys, which takes no time. */
    private static final int MAX_WAITING_BYTES = 1024 * 1024;

    private final TransportLoop loop;
    private final BufferBudget.Inputs budget;
    private final StallCheck stall = new StallCheck();
    private final long messageTimeoutNs;
    private @Nullable Future<?> stallTimer;
    private long receivedBytes;
    private int charged;
    private boolean isHeldBack;
    private boolean isGivenUp;

    TlsHandler(SSLEngine engine, Executor crypto, TransportLoop loop, ConnectionOptions options) {
        super(engine, crypto);
        this.loop = loop;
        this.budget = loop.budget().inputs();
        this.messageTimeoutNs = options.messageTimeout().toNanos();
        // The deadline is that of all that comes before messages.
        setHandshakeTimeoutMillis(0);
        setCloseNotifyFlushTimeoutMillis(options.closeTimeout().toMillis());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        handshakeFuture().addListener(done -> letGo(ctx));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) throws Exception {
        if (received instanceof ByteBuf bytes) {
            receivedBytes += bytes.readableBytes();
        }
        super.channelRead(ctx, received);
        int waiting = actualReadableBytes();
        if (!handshakeFuture().isDone()) {
            if (waiting > MAX_AHEAD_BYTES) {
                holdBack(ctx);
            }
        } else if (waiting > MAX_WAITING_BYTES) {
            giveUp(ctx, Traffic.Count.CLOSED_VIOLATION, "it sends without an end what cannot be decrypted yet");
        }
    }

    private void holdBack(ChannelHandlerContext ctx) {
        isHeldBack = true;
        ctx.channel().config().setAutoRead(false);
    }

    private void letGo(ChannelHandlerContext ctx) {
        if (isHeldBack) {
            isHeldBack = false;
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        charge(ctx, internalBuffer().capacity());
        watchRecord(ctx);
    }

    private void charge(ChannelHandlerContext ctx, int bytes) {
        if (bytes <= charged) {
            budget.giveBack(charged - bytes);
            charged = bytes;
        } else if (budget.take(bytes - charged)) {
            charged = bytes;
        } else {
            giveUp(ctx, Traffic.Count.CLOSED_NO_MEMORY, "there is no memory for a part of a TLS record");
        }
    }

    /** What is told of a record: where in the stream it begins tells it from all others. */
    private long record() {
        return receivedBytes - actualReadableBytes();
    }

    private void watchRecord(ChannelHandlerContext ctx) {
        if (stallTimer == null && actualReadableBytes() > 0 && handshakeFuture().isSuccess()) {
            stall.note(record(), actualReadableBytes());
            stallTimer = loop.eventLoop().schedule(() -> checkRecord(ctx), messageTimeoutNs, TimeUnit.NANOSECONDS);
        }
    }

    private void checkRecord(ChannelHandlerContext ctx) {
        stallTimer = null;
        boolean amid = actualReadableBytes() > 0 && ctx.channel().config().isAutoRead();
        if (amid && stall.isStalled(record(), actualReadableBytes())) {
            giveUp(ctx, Traffic.Count.CLOSED_STALLED, "a TLS record that does not go on");
        } else {
            watchRecord(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SSLException {
        if (isGivenUp) {
            in.skipBytes(in.readableBytes());
            return;
        }
        super.decode(ctx, in, out);
        if (isHandshakingAgain()) {
            giveUp(ctx, Traffic.Count.CLOSED_VIOLATION, "it wants another TLS handshake");
        }
    }

    /** TLS 1.3 has no such thing. */
    private boolean isHandshakingAgain() {
        HandshakeStatus status = engine().getHandshakeStatus();
        return handshakeFuture().isSuccess()
                && status != HandshakeStatus.NOT_HANDSHAKING
                && engine().getSession().getProtocol().equals("TLSv1.2")
                && !engine().isInboundDone()
                && !engine().isOutboundDone();
    }

    /** While there is no connection to say goodbye on, nothing is waited for: its cryptography could take its time. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
        if (handshakeFuture().isDone()) {
            super.close(ctx, promise);
        } else {
            ctx.close(promise);
        }
    }

    private void giveUp(ChannelHandlerContext ctx, Traffic.Count count, String why) {
        if (!isGivenUp) {
            isGivenUp = true;
            ctx.fireExceptionCaught(new PeerFault(count, why));
        }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        if (stallTimer != null) {
            stallTimer.cancel(false);
        }
        budget.giveBack(charged);
        charged = 0;
        super.handlerRemoved0(ctx);
    }
}
