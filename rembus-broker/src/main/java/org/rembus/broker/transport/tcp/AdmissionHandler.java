package org.rembus.broker.transport.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;

/** The first moment of a connection: it carries messages at once, unless there are too many that do. Then this handler makes way. */
final class AdmissionHandler extends ChannelInboundHandlerAdapter {
    private final Arrival arrival;
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;

    AdmissionHandler(Arrival arrival, TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this.arrival = arrival;
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!arrival.admitOrClose()) {
            return;
        }
        FrameHandler handler = new FrameHandler(ctx.channel(), loop, options);
        handler.open(acceptor);
        ctx.pipeline().replace(this, null, handler);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        arrival.fail("it could not be accepted", cause);
    }
}
