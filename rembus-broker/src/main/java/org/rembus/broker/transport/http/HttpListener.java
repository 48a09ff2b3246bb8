package org.rembus.broker.transport.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.arrival.Entrance;
import org.rembus.broker.transport.arrival.Listener;

/** Accepts HTTP connections on one port. */
public final class HttpListener extends Listener {
    /** Small, since all requests that come in one read wait for their turn in memory. */
    private static final RecvByteBufAllocator RECEIVE_BUFFERS =
            new AdaptiveRecvByteBufAllocator(512, 2 * 1024, 16 * 1024);

    private final HttpRoom room;

    public HttpListener(HttpRoom room) {
        super(HttpConnection.SCHEME, room.loop(), room.options(), Entrance.PLAIN);
        this.room = room;
    }

    @Override
    protected void initialize(SocketChannel channel, Arrival arrival) {
        channel.config().setRecvByteBufAllocator(RECEIVE_BUFFERS);
        channel.pipeline().addLast(room.handlers(arrival));
    }
}
