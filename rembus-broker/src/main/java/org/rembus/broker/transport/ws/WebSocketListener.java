package org.rembus.broker.transport.ws;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import org.rembus.broker.routing.Acceptor;
import org.rembus.broker.transport.Arrival;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Entrance;
import org.rembus.broker.transport.Listener;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;

/** Accepts WebSocket connections on one port. */
public final class WebSocketListener extends Listener {
    private static final String SCHEME = "ws";
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADERS_BYTES = 8 * 1024;

    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final ConnectionOptions options;

    /** Without encryption. */
    public WebSocketListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options) {
        this(loop, acceptor, options, Entrance.PLAIN);
    }

    /** @param acceptor called on the loop */
    public WebSocketListener(TransportLoop loop, Acceptor acceptor, ConnectionOptions options, Entrance entrance) {
        super(SCHEME, loop, options, entrance);
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
    }

    /** A connection that begins with a handshake. */
    @Override
    protected void initialize(SocketChannel channel, Arrival arrival) {
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADERS_BYTES);
        channel.pipeline().addLast(new HttpServerCodec(http), new HandshakeHandler(arrival, loop, this::accept));
    }

    private void accept(ChannelPipeline pipeline, Extensions agreed) {
        FrameHandler handler = new FrameHandler(pipeline.channel(), loop, options, agreed);
        handler.open(acceptor);
        pipeline.addLast(handler);
    }
}
