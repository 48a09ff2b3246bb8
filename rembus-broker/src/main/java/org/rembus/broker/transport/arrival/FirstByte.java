package org.rembus.broker.transport.arrival;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Looks at the first byte of a connection that is not encrypted: a peer that takes it for one that is would never be understood. */
final class FirstByte extends ChannelInboundHandlerAdapter {
    /** The type of a record of TLS that has part of a handshake in it; neither HTTP nor our frames begin so. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final Arrival arrival;

    FirstByte(Arrival arrival) {
        this.arrival = arrival;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (received instanceof ByteBuf bytes && bytes.isReadable()) {
            if (bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE) {
                ReferenceCountUtil.release(received);
                arrival.refuse("it speaks TLS, and this port does not");
                return;
            }
            ctx.pipeline().remove(this);
        }
        ctx.fireChannelRead(received);
    }
}
