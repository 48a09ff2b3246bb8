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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens links to one address. */
public final class WebSocketConnector {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnector.class);
    private static final int MAX_HANDSHAKE_BYTES = 65_536;
    private static final int TIMEOUT_MS = 10_000;

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
     * @throws IllegalArgumentException if the address is not one of WebSocket
     */
    public WebSocketConnector(
            Address address,
            int maxMessageBytes,
            EventLoop loop,
            Executor blocking,
            OutputBudget budget,
            LinkEvents events) {
        if (address.scheme() != Address.Scheme.WS) {
            throw new IllegalArgumentException(
                    address + ": a component connects by ws://, not by " + address.scheme() + "://");
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
        WebSocketLink link = new WebSocketLink(maxMessageBytes, events, budget);
        Handshake handshake =
                new Handshake(uri(), link, TIMEOUT_MS, () -> onConnected(link), failure -> onFailed(failure, others));
        ChannelFuture attempt = bootstrap(handshake).connect(target);
        connecting = attempt.channel();
        attempt.addListener(connected -> {
            if (!connected.isSuccess()) {
                onFailed(connected.cause(), others);
            }
        });
    }

    private Bootstrap bootstrap(Handshake handshake) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MAX_HANDSHAKE_BYTES),
                                        handshake);
                    }
                });
    }

    private void onConnected(WebSocketLink link) {
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
