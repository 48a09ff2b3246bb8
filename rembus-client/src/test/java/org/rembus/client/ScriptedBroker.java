package org.rembus.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/**
 * A broker that does what a test tells it. It answers identities, commands and publishes as a broker would, unless a script
 * for that kind of message says otherwise; what it received stands in each peer's list. Its frames are Netty's, so that a
 * mistake in ours shows; those on TCP are cut by the simplest code there is.
 */
public final class ScriptedBroker implements AutoCloseable {
    private static final int MAX_BYTES = 64 << 20;
    private static final long PATIENCE_S = 10;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<ScriptedPeer> peers = new LinkedBlockingQueue<>();
    private final Map<Class<?>, BiConsumer<ScriptedPeer, Message>> scripts = new ConcurrentHashMap<>();
    private final Channel channel;

    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final Transport transport;
    private volatile boolean isAway;

    private final @Nullable SslContext tls;

    private enum Transport {
        WEB_SOCKET,
        TCP
    }

    private ScriptedBroker(Transport transport, @Nullable SslContext tls) {
        this.transport = transport;
        this.tls = tls;
        script(
                Message.Identity.class,
                (peer, identity) -> peer.send(new Message.Response(
                        identity.id(), Status.SUCCESS, Payload.of(List.of(List.of(), List.of())))));
        script(Message.Admin.class, (peer, admin) -> peer.send(Message.Response.success(admin.id())));
        script(Message.Publish.class, (peer, publish) -> {
            if (publish.qos().isAcknowledged()) {
                peer.send(new Message.Ack(publish.requireId()));
            }
        });
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                        accept(child);
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    public static ScriptedBroker start() {
        return new ScriptedBroker(Transport.WEB_SOCKET, null);
    }

    /** Over TCP, where nothing tells why a connection ends. */
    public static ScriptedBroker startTcp() {
        return new ScriptedBroker(Transport.TCP, null);
    }

    /** Over WebSocket in TLS. */
    public static ScriptedBroker start(SslContext tls) {
        return new ScriptedBroker(Transport.WEB_SOCKET, tls);
    }

    /** Over TCP in TLS. */
    public static ScriptedBroker startTcp(SslContext tls) {
        return new ScriptedBroker(Transport.TCP, tls);
    }

    /** Ends all connections without a close frame and accepts no others. */
    public void goAway() {
        isAway = true;
        connections.forEach(Channel::close);
    }

    /** Accepts connections again. */
    public void comeBack() {
        isAway = false;
    }

    /** Does this with messages of that kind from now on. */
    public <M extends Message> ScriptedBroker script(Class<M> kind, BiConsumer<ScriptedPeer, M> script) {
        scripts.put(kind, (peer, message) -> script.accept(peer, kind.cast(message)));
        return this;
    }

    /** Does nothing with messages of that kind from now on. */
    public ScriptedBroker ignore(Class<? extends Message> kind) {
        scripts.remove(kind);
        return this;
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public String url() {
        String scheme = transport == Transport.TCP ? tls == null ? "tcp" : "tls" : tls == null ? "ws" : "wss";
        return scheme + "://127.0.0.1:" + port();
    }

    /** The next connection, in the order in which they came. */
    public ScriptedPeer awaitPeer() {
        try {
            ScriptedPeer peer = peers.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (peer == null) {
                throw new AssertionError("no connection within " + PATIENCE_S + " s");
            }
            return peer;
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    /** Whether a connection is there that nobody has awaited. */
    public boolean hasPeer() {
        return !peers.isEmpty();
    }

    private void accept(Channel child) {
        if (isAway) {
            child.close();
            return;
        }
        connections.add(child);
        if (tls != null) {
            child.pipeline().addLast(tls.newHandler(child.alloc()));
        }
        ScriptedPeer peer = new ScriptedPeer(child, this::play);
        peer.onOpened(() -> peers.add(peer));
        if (transport == Transport.TCP) {
            child.pipeline().addLast(new SimpleTcpCodec(), peer.handler());
            return;
        }
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .maxFramePayloadLength(MAX_BYTES)
                .handleCloseFrames(true)
                .build();
        child.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_BYTES),
                        new WebSocketServerProtocolHandler(config),
                        peer.handler());
    }

    private void play(ScriptedPeer peer, Message message) {
        BiConsumer<ScriptedPeer, Message> script = scripts.get(message.getClass());
        if (script != null) {
            script.accept(peer, message);
        }
    }

    /** Stops at once: connections break without a close frame. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
