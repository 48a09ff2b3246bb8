package org.rembus.client;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rembus.protocol.local.LocalServer;

/** A component that is connected to the part of itself that takes connections. */
final class LiveServer extends LiveComponent implements Server {
    private final LocalServer peers;
    private final AsyncComponent futures;

    private LiveServer(Engine engine, Commands commands, LocalServer peers) {
        super(engine, commands);
        this.peers = peers;
        this.futures = new Futures(engine, commands, peers);
    }

    static LiveServer start(ServerOptions options) {
        LocalServer peers = options.start();
        try {
            Engine engine = new Engine(options.component(peers));
            LiveServer server = new LiveServer(engine, new Commands(engine), peers);
            server.connect();
            return server;
        } catch (RuntimeException failed) {
            peers.close();
            throw failed;
        }
    }

    private void connect() {
        try {
            await(begin());
        } catch (RuntimeException failed) {
            futures.close(); // or it would go on trying
            throw failed;
        }
    }

    @Override
    public List<URI> addresses() {
        return peers.addresses();
    }

    @Override
    public List<String> connectedPeers() {
        return peers.connectedPeers();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            peers.close();
        }
    }

    @Override
    public AsyncComponent async() {
        return futures;
    }

    @Override
    public String toString() {
        return "Server " + name() + " at " + addresses();
    }

    /** The verbs as futures, for which closing is more than it is for a component. */
    static final class Futures extends LiveAsync {
        private final Engine engine;
        private final LocalServer peers;

        Futures(Engine engine, Commands commands, LocalServer peers) {
            super(engine, commands, engine.completer());
            this.engine = engine;
            this.peers = peers;
        }

        /** Not on the application's executor, which may take nothing any more: ports would stay open. */
        @Override
        public CompletableFuture<Void> close() {
            return engine.close()
                    .whenCompleteAsync((closed, failure) -> peers.close(), Environment.VIRTUAL_THREADS)
                    .thenRunAsync(() -> {}, engine.completer());
        }
    }
}
