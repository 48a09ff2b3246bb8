package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.net.ConnectException;
import java.util.function.Consumer;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.SocketType;

/** Turns a TCP connection into a link to a ROUTER. */
final class ZmqHandshake extends TimedHandshake {
    private final Handshake handshake = new Handshake(SocketType.DEALER);
    private final ZmqLink link;

    ZmqHandshake(ZmqLink link, long timeoutMs, Runnable onConnected, Consumer<Throwable> onFailed) {
        super("ZeroMQ greeting", timeoutMs, onConnected, onFailed);
        this.link = link;
    }

    @Override
    void begin(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.sent()));
    }

    @Override
    void read(ChannelHandlerContext ctx, Object received) {
        if (!(received instanceof ByteBuf bytes)) {
            return;
        }
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        bytes.skipBytes(handshake.read(copy, 0, copy.length));
        switch (handshake.state()) {
            case UNDER_WAY -> {}
            case REFUSED -> fail(ctx, new ConnectException("no ZeroMQ broker: " + handshake.objection()));
            case DONE -> {
                ctx.pipeline().addLast(link);
                succeed();
                if (bytes.isReadable()) {
                    ctx.fireChannelRead(bytes.retain());
                }
                ctx.pipeline().remove(this);
            }
        }
    }
}
