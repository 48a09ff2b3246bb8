package org.rembus.client.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
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
import org.rembus.protocol.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens links to one address. */
public final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final int MAX_HANDSHAKE_BYTES = 65_536;
    private static final int TIMEOUT_MS = 10_000;
    private static final Set<Address.Scheme> PROTOCOLS = Set.of(Address.Scheme.WS, Address.Scheme.TCP);

    private final Address address;
    private final int maxMessageBytes;
    private final EventLoop loop;
    private final Executor blocking;
    private final OutputBudget budget;
    private final LinkEvents events;

    // -- on the loop --
    private @Nullable Channel connecting;
    private boolean isAbandoned;

    /**
     * @param blocking where host names are looked up
     * @throws IllegalArgumentException if a component does not connect by the protocol of the address
     */
    public Connector(
            Address address,
            int maxMessageBytes,
            EventLoop loop,
            Executor blocking,
            OutputBudget budget,
            LinkEvents events) {
        if (!PROTOCOLS.contains(address.scheme())) {
            throw new IllegalArgumentException(
                    address + ": a component connects by ws:// or tcp://, not by " + address.scheme() + "://");
        }
        this.address = address;
        this.maxMessageBytes = maxMessageBytes;
        this.loop = loop;
        this.blocking = blocking;
        this.budget = budget;
        this.events = events;
    }

    /** Tries every address of the host; {@link LinkEvents} are told how it ends. */
    public void connect() {
        blocking.execute(() -> {
            try {
                List<InetAddress> hosts = List.of(InetAddress.getAllByName(address.host()));
                onLoop(() -> connect(hosts));
            } catch (UnknownHostException unknown) {
                ConnectException failure = new ConnectException(address.host() + ": no such host");
                failure.initCause(unknown);
                onLoop(() -> events.onConnectFailed(failure));
            }
        });
    }

    /**
     * Gives up the attempt under way, and makes no other. Called on the loop.
     *
     * @param then runs when no socket is left of it
     */
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

    private void connect(List<InetAddress> hosts) {
        if (isAbandoned) {
            return;
        }
        InetSocketAddress target = new InetSocketAddress(hosts.getFirst(), address.port());
        List<InetAddress> others = hosts.subList(1, hosts.size());
        if (address.scheme() == Address.Scheme.TCP) {
            connectPlainly(target, others);
        } else {
            connectWithHandshake(target, others);
        }
    }

    private void connectPlainly(InetSocketAddress target, List<InetAddress> others) {
        TcpLink link = new TcpLink(maxMessageBytes, events, budget);
        follow(connect(target, channel -> channel.pipeline().addLast(link)), () -> onConnected(link), others);
    }

    /** It is the handshake that says when the link is there. */
    private void connectWithHandshake(InetSocketAddress target, List<InetAddress> others) {
        WebSocketLink link = new WebSocketLink(maxMessageBytes, events, budget);
        Handshake handshake =
                new Handshake(uri(), link, TIMEOUT_MS, () -> onConnected(link), failure -> onFailed(failure, others));
        ChannelFuture attempt = connect(
                target,
                channel -> channel.pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_HANDSHAKE_BYTES), handshake));
        follow(attempt, () -> {}, others);
    }

    private void follow(ChannelFuture attempt, Runnable onSuccess, List<InetAddress> others) {
        connecting = attempt.channel();
        attempt.addListener(connected -> {
            if (connected.isSuccess()) {
                onSuccess.run();
            } else {
                onFailed(connected.cause(), others);
            }
        });
    }

    private ChannelFuture connect(InetSocketAddress target, Consumer<Channel> initialize) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize.accept(channel);
                    }
                })
                .connect(target);
    }

    private void onConnected(FramedLink link) {
        connecting = null;
        events.onConnected(link);
    }

    private void onFailed(Throwable cause, List<InetAddress> others) {
        connecting = null;
        if (isAbandoned || others.isEmpty()) {
            events.onConnectFailed(cause);
        } else {
            connect(others);
        }
    }

    private URI uri() {
        String host = address.host().indexOf(':') >= 0 ? "[" + address.host() + "]" : address.host();
        return URI.create(address.scheme() + "://" + host + ":" + address.port() + "/");
    }
}
