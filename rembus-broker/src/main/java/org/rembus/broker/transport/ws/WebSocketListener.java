package org.rembus.broker.transport.ws;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.arrival.Entrance;
import org.rembus.broker.transport.arrival.Listener;
import org.rembus.broker.transport.http.HttpRoom;
import org.rembus.protocol.Extensions;

/** Accepts WebSocket connections on one port. */
public final class WebSocketListener extends Listener {
    private static final String SCHEME = "ws";

    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;
    private final @Nullable HttpRoom http;

    /** Without encryption, and for nothing but WebSockets. */
    public WebSocketListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this(loop, acceptor, options, Entrance.PLAIN);
    }

    /** For nothing but WebSockets. */
    public WebSocketListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options, Entrance entrance) {
        this(loop, acceptor, options, entrance, null);
    }

    /**
     * @param acceptor called on the loop
     * @param http sees to requests that are not for a WebSocket, and says which pages may connect; null: there are none, and
     *     all may
     */
    public WebSocketListener(
            TransportLoop loop,
            Acceptor acceptor,
            ConnectionOptions options,
            Entrance entrance,
            @Nullable HttpRoom http) {
        super(SCHEME, loop, options, entrance);
        this.http = http;
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    /** A connection that begins with a handshake. */
    @Override
    protected void initialize(SocketChannel channel, Arrival arrival) {
        channel.pipeline()
                .addLast(
                        HttpRoom.decoder(),
                        new HttpResponseEncoder(),
                        new HandshakeHandler(arrival, loop, http, this::accept));
    }

    private void accept(ChannelPipeline pipeline, Extensions agreed) {
        FrameHandler handler = new FrameHandler(pipeline.channel(), loop, options, agreed);
        handler.open(acceptor);
        pipeline.addLast(handler);
    }
}
