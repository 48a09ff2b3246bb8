package org.rembus.broker.transport.zmq;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.SocketType;

/** The first phase of a connection: the two ends greet each other. Then this handler makes way, or the connection ends. */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final Arrival arrival;
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;
    private final Handshake handshake = new Handshake(SocketType.ROUTER);

    HandshakeHandler(Arrival arrival, TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this.arrival = arrival;
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        arrival.begin();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.sent()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (received instanceof ByteBuf bytes && handshake.state() == Handshake.State.UNDER_WAY) {
                read(ctx, bytes);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        byte[] buffer = loop.receiveBuffer();
        int count = Math.min(bytes.readableBytes(), buffer.length);
        bytes.getBytes(bytes.readerIndex(), buffer, 0, count);
        bytes.skipBytes(handshake.read(buffer, 0, count));
        switch (handshake.state()) {
            case UNDER_WAY -> {}
            case DONE -> accept(ctx, bytes);
            case REFUSED -> arrival.refuse(handshake.objection());
        }
    }

    private void accept(ChannelHandlerContext ctx, ByteBuf rest) {
        if (!arrival.admitOrClose()) {
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

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        arrival.fail("its handshake could not be handled", cause);
    }
}
