package org.rembus.broker.transport.ws;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.Acceptor;
import org.rembus.broker.routing.CloseReason;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;

/**
 * Accepts WebSocket connections on one port. Any number of listeners may share a loop and an acceptor.
 *
 * <p>Its methods may be called by any thread but the loop's.
 */
public final class WebSocketListener implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADERS_BYTES = 8 * 1024;
    private static final int FIRST_READ_BYTES = 2 * 1024;
    private static final int MIN_READ_BYTES = 512;

    /** Netty holds no more than this of a connection's output; see {@link org.rembus.broker.transport.Output}. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private static final RecvByteBufAllocator RECEIVE_BUFFERS =
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, TransportLoop.RECEIVE_BYTES);

    private final TransportLoop loop;
    private final Acceptor acceptor;
    private final WebSocketOptions options;
    private final ChannelGroup connections;
    private @Nullable Channel server;

    /** @param acceptor called on the loop */
    public WebSocketListener(TransportLoop loop, Acceptor acceptor, WebSocketOptions options) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.options = options;
        this.connections = new DefaultChannelGroup(loop.eventLoop(), true);
    }

    /**
     * Starts accepting.
     *
     * @param address port 0 means any free one
     * @return the address with the port that it is
     * @throws IOException if the address cannot be used
     */
    public InetSocketAddress start(InetSocketAddress address) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVE_BUFFERS)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        initialize(channel.pipeline());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String place = address.getHostString() + " port " + address.getPort();
            throw new IOException(
                    "cannot listen on " + place + ": " + bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** A connection that begins with a handshake. */
    void initialize(ChannelPipeline pipeline) {
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADERS_BYTES);
        pipeline.addLast(new HttpServerCodec(http));
        pipeline.addLast(new HandshakeHandler(loop, options.handshakeTimeout().toNanos(), this::accept));
    }

    private void accept(ChannelPipeline pipeline, Extensions agreed) {
        FrameHandler handler = new FrameHandler(pipeline.channel(), loop, options, agreed);
        handler.open(acceptor);
        pipeline.addLast(handler);
    }

    /** Accepts no new connections; those that are there live on. */
    public void stopAccepting() {
        Channel listening = server;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
    }

    /** Stops accepting, closes all connections with {@link CloseReason#GOING_AWAY} and waits until they are closed. */
    @Override
    public void close() {
        if (loop.isCurrent()) {
            throw new IllegalStateException("the loop cannot wait for itself");
        }
        stopAccepting();
        loop.eventLoop()
                .submit(() -> connections.forEach(WebSocketListener::goAway))
                .awaitUninterruptibly();
        long patienceNs = 2 * options.closeTimeout().toNanos();
        if (!connections.newCloseFuture().awaitUninterruptibly(patienceNs, TimeUnit.NANOSECONDS)) {
            connections.close().awaitUninterruptibly();
        }
    }

    private static void goAway(Channel channel) {
        FrameHandler handler = channel.pipeline().get(FrameHandler.class);
        if (handler == null) {
            channel.close();
        } else {
            handler.connection().close(CloseReason.GOING_AWAY);
        }
    }
}
