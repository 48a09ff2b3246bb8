package org.rembus.broker.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.rembus.broker.transport.arrival.Arrival;

/** Keeps a connection from everything behind it until its TLS handshake is done; then it makes way. */
final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private final Arrival arrival;
    private final Runnable inside;
    private boolean hasFailed;

    /** @param inside puts what reads and writes the connection's bytes at the end of the pipeline */
    Doorkeeper(Arrival arrival, Runnable inside) {
        this.arrival = arrival;
        this.inside = inside;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // For those behind it, it is not yet.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                open(ctx);
            } else {
                fail(handshake.cause());
            }
        }
    }

    /** Told once of what is first an event, and then an exception. */
    private void fail(Throwable cause) {
        if (!hasFailed) {
            hasFailed = true;
            arrival.fail("its TLS handshake could not be handled", HandshakeFault.of(cause));
        }
    }

    private void open(ChannelHandlerContext ctx) {
        inside.run();
        ctx.pipeline().remove(this);
        ctx.fireChannelActive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }
}
