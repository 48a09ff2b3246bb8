package org.rembus.broker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.SettingsException;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.local.LocalEnd;
import org.rembus.protocol.local.LocalServer;
import org.rembus.protocol.local.LocalServerProvider;
import org.rembus.protocol.local.ServerSetup;

/** Starts brokers that route between their own component and their peers only. The library finds it, and needs no more of it. */
public final class ServerProvider implements LocalServerProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ServerProvider() {}

    @Override
    public LocalServer start(ServerSetup setup) throws IOException {
        BrokerOptions options = options(setup);
        try {
            return new RunningServer(Broker.start(options));
        } catch (BrokerStartException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static BrokerOptions options(ServerSetup setup) throws IOException {
        if (setup.settings().containsKey(Settings.STORE.key())) {
            throw new SettingsException(Settings.STORE + ": a server keeps nothing on disk");
        }
        BrokerOptions.Builder builder = BrokerOptions.builder().name(setup.name());
        setup.settings().forEach(builder::set);
        if (setup.home() != null) {
            builder.home(setup.home());
        }
        if (setup.host() != null) {
            builder.host(setup.host());
        }
        setup.doors().forEach(door -> open(builder, door));
        return built(builder.server());
    }

    /** What the program has set is checked by now: what is wrong stands in the file or in the environment. */
    private static BrokerOptions built(BrokerOptions.Builder builder) throws IOException {
        try {
            return builder.build();
        } catch (SettingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A broker as the library sees it that has the server's component. */
    private record RunningServer(Broker broker) implements LocalServer {
        @Override
        public String name() {
            return broker.name();
        }

        @Override
        public boolean isClosed() {
            return broker.isClosed();
        }

        @Override
        public LocalEnd connect(Executor executor, Extensions offered) throws ConnectException {
            return broker.connect(executor, offered);
        }

        @Override
        public List<URI> addresses() {
            return broker.addresses();
        }

        @Override
        public List<String> connectedPeers() {
            return broker.connectedNames();
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    private static void open(BrokerOptions.Builder builder, ServerSetup.Door door) {
        switch (door.transport()) {
            case WEB_SOCKET -> builder.webSocket(door.port());
            case SECURE_WEB_SOCKET -> builder.secureWebSocket(door.port());
            case TCP -> builder.tcp(door.port());
            case TLS -> builder.tls(door.port());
            case ZMQ -> builder.zmq(door.port());
            case HTTP -> builder.http(door.port());
        }
    }
}
