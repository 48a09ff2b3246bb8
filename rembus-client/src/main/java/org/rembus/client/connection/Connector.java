package org.rembus.client.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tls.TlsFailure;
import org.rembus.protocol.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens links to one address. */
public final class Connector implements Way {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final int MAX_HANDSHAKE_BYTES = 65_536;
    private static final int TIMEOUT_MS = 10_000;
    private static final Set<Address.Scheme> PROTOCOLS =
            Set.of(Address.Scheme.WS, Address.Scheme.WSS, Address.Scheme.TCP, Address.Scheme.TLS, Address.Scheme.ZMQ);

    private final Destination destination;
    private final Address address;
    private final EventLoop loop;
    private final Executor blocking;
    private final OutputBudget budget;
    private final LinkEvents events;

    // -- on the loop --
    private @Nullable Channel connecting;
    private boolean isAbandoned;

    /**
     * @param blocking where host names are looked up, files and long texts read, and certificates checked
     * @throws IllegalArgumentException if a component does not connect by the protocol of the address
     */
    public Connector(
            Destination destination, EventLoop loop, Executor blocking, OutputBudget budget, LinkEvents events) {
        this.destination = destination;
        this.address = destination.address();
        if (!PROTOCOLS.contains(address.scheme())) {
            throw new IllegalArgumentException(
                    address + ": a component connects by ws://, wss://, tcp://, tls:// or zmq://, not by "
                            + address.scheme() + "://");
        }
        this.loop = loop;
        this.blocking = blocking;
        this.budget = budget;
        this.events = events;
    }

    /** Tries every address of the host; {@link LinkEvents} are told how it ends. */
    @Override
    public void connect() {
        blocking.execute(() -> {
            try {
                List<InetAddress> hosts = List.of(InetAddress.getAllByName(address.host()));
                Encryption encryption = destination.isEncrypted()
                        ? new Encryption(destination.tls().context(), address.host(), address.port(), blocking)
                        : null;
                onLoop(() -> connect(hosts, encryption));
            } catch (UnknownHostException unknown) {
                fail(address.host() + ": no such host", unknown);
            } catch (IOException unusable) {
                fail(String.valueOf(unusable.getMessage()), unusable);
            } catch (RuntimeException | Error fault) {
                LOG.error("{}: connecting failed by a fault of this library", address, fault);
                fail("a fault of this library: " + fault, fault);
            }
        });
    }

    private void fail(String why, Throwable cause) {
        onLoop(() -> events.onConnectFailed(because(why, cause)));
    }

    /** A failure in words of ours, with its cause. */
    static ConnectException because(String why, Throwable cause) {
        ConnectException failure = new ConnectException(why);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void abandon(Runnable then) {
        isAbandoned = true;
        if (connecting == null) {
            then.run();
        } else {
            connecting.close().addListener(closed -> then.run());
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopHasEnded) {
            LOG.debug("{}: closed while its host was looked up", address, loopHasEnded);
        }
    }

    private void connect(List<InetAddress> hosts, @Nullable Encryption encryption) {
        if (isAbandoned) {
            return;
        }
        InetSocketAddress target = new InetSocketAddress(hosts.getFirst(), address.port());
        Consumer<Throwable> onFailure = failure -> onFailed(failure, hosts.subList(1, hosts.size()), encryption);
        if (destination.isWebSocket()) {
            connectWithHandshake(target, encryption, onFailure);
        } else if (destination.isZmq()) {
            connectAsDealer(target, onFailure);
        } else {
            connectPlainly(target, encryption, onFailure);
        }
    }

    /** The link is there when the socket is, and its encryption if it has one. */
    private void connectPlainly(
            InetSocketAddress target, @Nullable Encryption encryption, Consumer<Throwable> onFailure) {
        TcpLink link = new TcpLink(destination, events, budget);
        follow(
                connect(target, encryption, channel -> channel.pipeline().addLast(link)),
                channel -> {
                    if (encryption == null) {
                        onConnected(link);
                    } else {
                        Encryption.of(channel).addListener(done -> settle(done, link, onFailure));
                    }
                },
                onFailure);
    }

    private void settle(Future<?> handshake, FramedLink link, Consumer<Throwable> onFailure) {
        if (handshake.isSuccess()) {
            onConnected(link);
        } else {
            onFailure.accept(handshake.cause());
        }
    }

    /** It is the handshake that says when the link is there. */
    private void connectWithHandshake(
            InetSocketAddress target, @Nullable Encryption encryption, Consumer<Throwable> onFailure) {
        WebSocketLink link = new WebSocketLink(destination, events, budget, blocking);
        WebSocketHandshake handshake =
                new WebSocketHandshake(uri(), link, TIMEOUT_MS, () -> onConnected(link), onFailure);
        ChannelFuture attempt = connect(
                target,
                encryption,
                channel -> channel.pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_HANDSHAKE_BYTES), handshake));
        follow(attempt, channel -> {}, onFailure);
    }

    private void connectAsDealer(InetSocketAddress target, Consumer<Throwable> onFailure) {
        ZmqLink link = new ZmqLink(destination, events, budget);
        Runnable onDone = () -> {
            link.begin(loop);
            onConnected(link);
        };
        ZmqHandshake handshake = new ZmqHandshake(link, TIMEOUT_MS, onDone, onFailure);
        follow(connect(target, null, channel -> channel.pipeline().addLast(handshake)), channel -> {}, onFailure);
    }

    private void follow(ChannelFuture attempt, Consumer<Channel> onSuccess, Consumer<Throwable> onFailure) {
        connecting = attempt.channel();
        attempt.addListener(connected -> {
            if (connected.isSuccess()) {
                onSuccess.accept(attempt.channel());
            } else {
                onFailure.accept(connected.cause());
            }
        });
    }

    private ChannelFuture connect(
            InetSocketAddress target, @Nullable Encryption encryption, Consumer<Channel> initialize) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (encryption != null) {
                            encryption.begin(channel, TIMEOUT_MS);
                        }
                        initialize.accept(channel);
                    }
                })
                .connect(target);
    }

    private void onConnected(FramedLink link) {
        connecting = null;
        events.onConnected(link);
    }

    private void onFailed(Throwable cause, List<InetAddress> others, @Nullable Encryption encryption) {
        connecting = null;
        if (isAbandoned || others.isEmpty()) {
            events.onConnectFailed(TlsFailure.notConnected(cause, destination.tls()));
        } else {
            connect(others, encryption);
        }
    }

    private URI uri() {
        String host = address.host().indexOf(':') >= 0 ? "[" + address.host() + "]" : address.host();
        return URI.create(address.scheme() + "://" + host + ":" + address.port() + "/");
    }
}
