package org.rembus.broker.transport.arrival;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Leaving;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.output.Output;

/**
 * Accepts connections on one port. Any number of listeners may share a loop and an acceptor.
 *
 * <p>Its methods may be called by any thread but the loop's.
 */
public abstract class Listener implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int FIRST_READ_BYTES = 2 * 1024;
    private static final int MIN_READ_BYTES = 512;

    /** Netty holds no more than this of a connection's output; see {@link Output}. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private static final RecvByteBufAllocator RECEIVE_BUFFERS =
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, TransportLoop.RECEIVE_BYTES);

    private final TransportLoop loop;
    private final ConnectionOptions options;
    private final String scheme;
    private final Entrance entrance;
    private final ChannelGroup connections;
    private @Nullable Channel server;

    /**
     * @param scheme of the transport without TLS, as it stands in logs
     * @param entrance what its connections pass first
     */
    protected Listener(String scheme, TransportLoop loop, ConnectionOptions options, Entrance entrance) {
        this.scheme = scheme;
        this.loop = loop;
        this.options = options;
        this.entrance = entrance;
        this.connections = new DefaultChannelGroup(loop.eventLoop(), true);
    }

    /**
     * Tries whether one could listen there, without doing so: who connects meanwhile is refused, as before.
     *
     * @throws IOException if the address cannot be used
     */
    public static void expectFree(InetSocketAddress address) throws IOException {
        try (Socket bound = new Socket()) {
            bound.setReuseAddress(true);
            bound.bind(address);
        } catch (IOException e) {
            throw refused(address, e);
        }
    }

    private static IOException refused(InetSocketAddress address, Throwable cause) {
        String place = address.getHostString() + " port " + address.getPort();
        return new IOException("cannot listen on " + place + ": " + cause.getMessage(), cause);
    }

    /**
     * Starts accepting.
     *
     * @param address port 0 means any free one
     * @return the address with the port that it is
     * @throws IOException if the address cannot be used
     */
    public final InetSocketAddress start(InetSocketAddress address) throws IOException {
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
                        Arrival arrival = new Arrival(
                                scheme,
                                channel,
                                loop,
                                options.handshakeTimeout().toNanos());
                        entrance.enter(arrival, () -> initialize(channel, arrival));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(address, bound.cause());
        }
        server = bound.channel();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Puts at the end of the pipeline what serves a connection, from its first byte on. Called on the loop. */
    protected abstract void initialize(SocketChannel channel, Arrival arrival);

    /** Accepts no new connections; those that are there live on. */
    public final void stopAccepting() {
        Channel listening = server;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
    }

    /** Stops accepting, closes all connections with {@link CloseReason#GOING_AWAY} and waits until they are closed. */
    @Override
    public final void close() {
        if (loop.isCurrent()) {
            throw new IllegalStateException("the loop cannot wait for itself");
        }
        stopAccepting();
        loop.eventLoop().submit(() -> connections.forEach(Listener::goAway)).awaitUninterruptibly();
        long patienceNs = 2 * options.closeTimeout().toNanos();
        if (!connections.newCloseFuture().awaitUninterruptibly(patienceNs, TimeUnit.NANOSECONDS)) {
            connections.close().awaitUninterruptibly();
        }
    }

    private static void goAway(Channel channel) {
        Leaving served = channel.pipeline().get(Leaving.class);
        if (served == null) {
            channel.close();
        } else {
            served.leave();
        }
    }
}
