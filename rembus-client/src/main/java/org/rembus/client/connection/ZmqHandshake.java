package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.SocketType;

/** Turns a TCP connection into a link to a ROUTER. */
final class ZmqHandshake extends ChannelInboundHandlerAdapter {
    private final Handshake handshake = new Handshake(SocketType.DEALER);
    private final ZmqLink link;
    private final long timeoutMs;
    private final Runnable onConnected;
    private final Consumer<Throwable> onFailed;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean isOver;

    ZmqHandshake(ZmqLink link, long timeoutMs, Runnable onConnected, Consumer<Throwable> onFailed) {
        this.link = link;
        this.timeoutMs = timeoutMs;
        this.onConnected = onConnected;
        this.onFailed = onFailed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> fail(ctx, new ConnectException("no answer to the ZeroMQ greeting")),
                        timeoutMs,
                        TimeUnit.MILLISECONDS);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.sent()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (received instanceof ByteBuf bytes && !isOver) {
                read(ctx, bytes);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        bytes.skipBytes(handshake.read(copy, 0, copy.length));
        switch (handshake.state()) {
            case UNDER_WAY -> {}
            case REFUSED -> fail(ctx, new ConnectException("no ZeroMQ broker: " + handshake.objection()));
            case DONE -> {
                over();
                ctx.pipeline().addLast(link);
                onConnected.run();
                if (bytes.isReadable()) {
                    ctx.fireChannelRead(bytes.retain());
                }
                ctx.pipeline().remove(this);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new ConnectException("the connection was closed during the ZeroMQ greeting"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!isOver) {
            over();
            ctx.close();
            onFailed.accept(cause);
        }
    }

    private void over() {
        isOver = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
