package org.rembus.broker.transport.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.rembus.broker.routing.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;

/** The first moment of a connection: it carries messages at once, unless there are too many that do. Then this handler makes way. */
final class AdmissionHandler extends ChannelInboundHandlerAdapter {
    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;

    AdmissionHandler(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!loop.admission().admit(ctx.channel())) {
            loop.traffic().increment(Traffic.Count.CONNECTIONS_REFUSED);
            loop.log()
                    .info(
                            Traffic.Count.CONNECTIONS_REFUSED,
                            peer(ctx),
                            "refused: there are as many connections as there may be");
            ctx.close();
            return;
        }
        FrameHandler handler = new FrameHandler(ctx.channel(), loop, options);
        handler.open(acceptor);
        ctx.pipeline().replace(this, null, handler);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        loop.log().error(Traffic.Count.CLOSED_FAILURE, peer(ctx), "closed because it could not be accepted", cause);
        ctx.close();
    }

    private static String peer(ChannelHandlerContext ctx) {
        return TcpConnection.SCHEME + " " + Peers.name(ctx.channel().remoteAddress());
    }
}
