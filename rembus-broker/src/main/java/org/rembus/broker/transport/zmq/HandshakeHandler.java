package org.rembus.broker.transport.zmq;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.SocketType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first phase of a connection: the two ends greet each other. Then this handler makes way, or the connection ends. */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandshakeHandler.class);

    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;
    private final Handshake handshake = new Handshake(SocketType.ROUTER);
    private @Nullable Future<?> timeout;

    HandshakeHandler(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel oldest = loop.admission().begin(ctx.channel());
        if (oldest != null) {
            end(
                    oldest,
                    Traffic.Count.HANDSHAKES_CROWDED_OUT,
                    "closed: its handshake is the oldest of too many that are under way");
        }
        long timeoutNs = options.handshakeTimeout().toNanos();
        timeout = ctx.executor()
                .schedule(
                        () -> end(
                                ctx.channel(),
                                Traffic.Count.HANDSHAKES_TIMED_OUT,
                                "closed: its handshake took too long"),
                        timeoutNs,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.sent()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (received instanceof ByteBuf bytes) {
                read(ctx, bytes);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (handshake.state() != Handshake.State.UNDER_WAY) {
            return;
        }
        byte[] buffer = loop.receiveBuffer();
        int count = Math.min(bytes.readableBytes(), buffer.length);
        bytes.getBytes(bytes.readerIndex(), buffer, 0, count);
        bytes.skipBytes(handshake.read(buffer, 0, count));
        switch (handshake.state()) {
            case UNDER_WAY -> {}
            case DONE -> accept(ctx, bytes);
            case REFUSED -> end(ctx.channel(), Traffic.Count.HANDSHAKES_REFUSED, "refused: " + handshake.objection());
        }
    }

    private void accept(ChannelHandlerContext ctx, ByteBuf rest) {
        if (!loop.admission().admit(ctx.channel())) {
            end(
                    ctx.channel(),
                    Traffic.Count.CONNECTIONS_REFUSED,
                    "refused: there are as many connections as there may be");
            return;
        }
        FrameHandler handler = new FrameHandler(ctx.channel(), loop, options);
        handler.open(acceptor);
        ctx.pipeline().addLast(handler);
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest.retain());
        }
        ctx.pipeline().remove(this);
    }

    private void end(Channel channel, Traffic.Count count, String what) {
        loop.traffic().increment(count);
        loop.log().info(count, peer(channel), what);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOGGER.debug("{}: {}", peer(ctx.channel()), cause.toString());
        } else {
            loop.log()
                    .error(
                            Traffic.Count.CLOSED_FAILURE,
                            peer(ctx.channel()),
                            "closed because its handshake could not be handled",
                            cause);
        }
        ctx.close();
    }

    private static String peer(Channel channel) {
        return ZmqConnection.SCHEME + " " + Peers.name(channel.remoteAddress());
    }
}
