package org.rembus.broker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.rocksdb.ViewException;
import org.rembus.broker.metrics.PrometheusMetrics;
import org.rembus.broker.routing.Router;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Entrance;
import org.rembus.broker.transport.arrival.Listener;
import org.rembus.broker.transport.http.HttpListener;
import org.rembus.broker.transport.http.HttpRoom;
import org.rembus.broker.transport.local.LocalDoor;
import org.rembus.broker.transport.tcp.TcpListener;
import org.rembus.broker.transport.tls.TlsEntrance;
import org.rembus.broker.transport.ws.WebSocketListener;
import org.rembus.broker.transport.zmq.ZmqListener;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.local.LocalBroker;
import org.rembus.protocol.local.LocalEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running broker: components connect to it, and it routes between them (PROTOCOL.md).
 *
 * <p>{@link #start} returns when it accepts connections; {@link #close} stops it. Both may be called from any thread that
 * may block. What components publish and what their twins know is kept in the broker's directory, unless settings say
 * otherwise; one broker at a time uses it.
 */
public final class Broker implements AutoCloseable, LocalBroker {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final Duration TICK = Duration.ofMillis(20);

    private final BrokerOptions options;
    private final TransportLoop loop;
    private final Storage storage;
    private final Router router;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<URI> addresses = new ArrayList<>();
    private final LocalDoor door;
    private final Drain drain;
    private final @Nullable TlsEntrance tls;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Broker(
            BrokerOptions options, TransportLoop loop, @Nullable TlsEntrance tls, Storage storage, Router router) {
        this.options = options;
        this.loop = loop;
        this.tls = tls;
        this.storage = storage;
        this.router = router;
        this.door = new LocalDoor(loop, loop.inTurns(router), Wiring.connectionOptions(options.settings()));
        this.drain = new Drain(router, loop);
        loop.turnWith(new RouterTurns(router, loop));
    }

    /**
     * Starts a broker.
     *
     * @throws BrokerStartException if it cannot listen where it should, or its directory cannot be used, is in use or
     *     damaged; nothing is left running then
     */
    public static Broker start(BrokerOptions options) throws BrokerStartException {
        return start(options, Wiring::storage);
    }

    /** As {@link #start(BrokerOptions)}, but keeping everything where it is told to. */
    static Broker start(BrokerOptions options, Storage.Opener storages) throws BrokerStartException {
        Broker broker = overStorage(options, storages);
        try {
            broker.listen();
        } catch (IOException e) {
            new Ending().step(broker::close).addTo(e);
            throw new BrokerStartException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            new Ending().step(broker::close).addTo(e);
            throw e;
        }
        return broker;
    }

    private static Broker overStorage(BrokerOptions options, Storage.Opener storages) throws BrokerStartException {
        TransportLoop loop =
                TransportLoop.start(Wiring.budget(options.settings()), Wiring.admission(options), System::nanoTime);
        SecureRandom random = new SecureRandom();
        TlsEntrance tls = null;
        try {
            // First: these change nothing, and when they fail nothing has been changed.
            Ports.expectFree(options);
            tls = options.isEncrypted() ? Wiring.tlsEntrance(options, loop) : null;
            Storage storage = storages.open(options, loop, random.nextLong());
            return new Broker(options, loop, tls, storage, startRouter(options, loop, storage, random));
        } catch (IOException | ViewException e) {
            close(tls, loop, new Ending()).addTo(e);
            throw new BrokerStartException(sentence(e), e);
        } catch (RuntimeException | Error e) {
            close(tls, loop, new Ending()).addTo(e);
            throw e;
        }
    }

    private static Ending close(@Nullable TlsEntrance tls, TransportLoop loop, Ending ending) {
        if (tls != null) {
            ending.step(tls::close);
        }
        return ending.step(loop::close);
    }

    /** Some of Java's exceptions say no more than which file it is. */
    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case AccessDeniedException denied -> message + ": permission denied";
            case FileAlreadyExistsException inTheWay -> message + " is in the way: a folder is to be there";
            case NoSuchFileException missing -> message + " cannot be made";
            default -> message;
        };
    }

    /** Makes the router on the loop, where all that the storage has to say arrives. */
    private static Router startRouter(BrokerOptions options, TransportLoop loop, Storage storage, SecureRandom random) {
        Supplier<Router> router = () -> new Router(
                Wiring.routerOptions(options),
                storage.journal(),
                storage.twins(),
                random,
                new LoggedNotices(loop.log()));
        try {
            return CompletableFuture.supplyAsync(router, loop.eventLoop()).join();
        } catch (CompletionException e) {
            RuntimeException failure = e.getCause() instanceof ViewException damaged ? damaged : e;
            new Ending()
                    .step(() ->
                            loop.eventLoop().submit(storage.journal()::close).syncUninterruptibly())
                    .step(storage::release)
                    .addTo(failure);
            throw failure;
        }
    }

    private void listen() throws IOException {
        loop.tickEvery(TICK);
        Acceptor acceptor = loop.inTurns(router);
        ConnectionOptions limits = Wiring.connectionOptions(options.settings());
        HttpRoom http = new HttpRoom(
                loop,
                acceptor,
                limits,
                Wiring.origins(options.settings()),
                new RouterHealth(router),
                new PrometheusMetrics(router, loop, () -> statistics().counts()));
        for (InetSocketAddress address : options.webSockets()) {
            listen("ws", new WebSocketListener(loop, acceptor, limits, Entrance.PLAIN, http), address);
        }
        for (InetSocketAddress address : options.http()) {
            listen("http", new HttpListener(http), address);
        }
        for (InetSocketAddress address : options.tcp()) {
            listen("tcp", new TcpListener(loop, acceptor, limits), address);
        }
        ConnectionOptions zmqLimits = limits.withPingInterval(options.settings().get(Settings.ZMQ_PING_INTERVAL));
        for (InetSocketAddress address : options.zmq()) {
            listen("zmq", new ZmqListener(loop, acceptor, zmqLimits), address);
        }
        if (tls != null) {
            listenInTls(tls, acceptor, limits, http);
        }
        warnOfImpossibleMessages();
        warnOfImpossibleConnections();
        warnOfMemory();
    }

    private void listenInTls(TlsEntrance entrance, Acceptor acceptor, ConnectionOptions limits, HttpRoom http)
            throws IOException {
        for (InetSocketAddress address : options.secureWebSockets()) {
            listen("wss", new WebSocketListener(loop, acceptor, limits, entrance, http), address);
        }
        for (InetSocketAddress address : options.tls()) {
            listen("tls", new TcpListener(loop, acceptor, limits, entrance), address);
        }
    }

    private void listen(String scheme, Listener listener, InetSocketAddress address) throws IOException {
        listeners.add(listener);
        addresses.add(uri(scheme, options.host(), listener.start(address)));
    }

    private void warnOfMemory() {
        Settings settings = options.settings();
        if (settings.get(Settings.STORE) == Settings.Store.NONE && options.role() == RouterOptions.Role.BROKER) {
            LOG.warn("messages and twins are kept in memory only: an acknowledgement does not outlive the broker");
            if (!settings.get(Settings.TOPICS).isEmpty()) {
                LOG.warn(
                        "what is set for topics does not put them on disk, nor does it keep them for longer or shorter");
            }
        }
    }

    private void warnOfImpossibleMessages() {
        long longest = options.settings().get(Settings.MAX_WS_FRAME);
        long room = loop.budget().inputs().limit();
        if (longest > room) {
            LOG.warn(
                    "messages of more than {} bytes will be refused although max_ws_frame is {}: that is half of memory.buffers",
                    room,
                    longest);
        }
    }

    private void warnOfImpossibleConnections() {
        long files = Platform.maxOpenFiles();
        if (Capacity.exceeds(options.settings(), files)) {
            LOG.warn(
                    "connections may fail although max_connections and max_handshakes allow them: this process may open {} files only",
                    files);
        }
    }

    private static URI uri(String scheme, String host, InetSocketAddress bound) {
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort());
    }

    /** The broker's own rid. */
    @Override
    public String name() {
        return options.name();
    }

    /** Where it listens, in the order of the options, with the ports that they are. */
    public List<URI> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Connects a component of this process, without a socket. The library calls it: {@code Rembus.component(broker, "name")}.
     *
     * @throws ConnectException if this broker is closed
     */
    @Override
    public LocalEnd connect(Executor executor, Extensions offered) throws ConnectException {
        return door.connect(executor, offered);
    }

    /** What has been counted so far, and what is held now. */
    public Statistics statistics() {
        return new Statistics(router.counters(), loop);
    }

    /** See {@link Router#connectedNames}; none when it is closed. */
    List<String> connectedNames() {
        try {
            return CompletableFuture.supplyAsync(router::connectedNames, loop.eventLoop())
                    .join();
        } catch (RejectedExecutionException closed) {
            return List.of();
        }
    }

    @Override
    public boolean isClosed() {
        return closing.get();
    }

    /** Waits until the broker has been closed, by whatever thread. */
    public void awaitClosed() {
        closed.join();
    }

    /**
     * Stops: no new connections, no new requests; those under way get their answers, for at most the request timeout; then
     * all connections are closed with code 1001, and what is to be remembered is written. Does nothing the second time but
     * wait for the first. Whatever fails, all else is closed before that is thrown.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            closed.join();
            return;
        }
        Ending ending = new Ending();
        listeners.forEach(listener -> ending.step(listener::stopAccepting));
        ending.step(door::stopAccepting)
                .step(() -> onLoop(router::stop))
                .step(() -> drain.await(
                        options.settings().get(Settings.REQUEST_TIMEOUT).plusSeconds(1)))
                .step(() -> onLoop(() -> router.closeAll(CloseReason.GOING_AWAY)))
                .step(() -> onLoop(storage.journal()::close))
                .step(storage::release);
        listeners.forEach(listener -> ending.step(listener::close));
        close(tls, loop, ending);
        closed.complete(null);
        ending.orThrow();
    }

    /**
     * As {@link #close}, but requests under way get no answers. When another thread closes already, it makes that one go on,
     * and waits for it.
     */
    public void closeAtOnce() {
        drain.hurry();
        close();
    }

    /** Whether all requests that were under way when it was closed got their answers. */
    public boolean hasAnsweredAll() {
        return drain.hasAnsweredAll();
    }

    private void onLoop(Runnable action) {
        loop.eventLoop()
                .submit(() -> {
                    loop.enterTurn();
                    action.run();
                })
                .syncUninterruptibly();
    }
}
