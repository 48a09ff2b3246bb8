package org.rembus.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tracing.Tracing;
import org.rembus.protocol.Rid;
import org.rembus.protocol.local.LocalServer;
import org.rembus.protocol.local.LocalServerProvider;
import org.rembus.protocol.local.ServerSetup;
import org.rembus.protocol.local.ServerSetup.Door;
import org.rembus.protocol.local.ServerSetup.Transport;

/**
 * How a server listens and behaves. Immutable; {@link #builder()} begins with the defaults: name {@code server}, listening on
 * {@code ws://127.0.0.1:8000}, settings from the environment and from {@code settings.json} in its folder, as a broker's.
 */
public final class ServerOptions {
    private final ServerSetup setup;
    private final ComponentOptions component;

    private ServerOptions(Builder builder) {
        setup = new ServerSetup(builder.name, builder.host, builder.doors, builder.home, builder.settings);
        component = builder.component.name(builder.name).build();
    }

    /** The defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The server's own rid. */
    public String name() {
        return setup.name();
    }

    /** How long the server's own calls wait for an answer: REMBUS_TIMEOUT, 10 s. */
    public Duration requestTimeout() {
        return component.requestTimeout();
    }

    /** The server's own component, connected to the part that takes connections. */
    ComponentOptions component(LocalServer peers) {
        return component.toBuilder().broker(peers).build();
    }

    /** Starts the part that takes connections. */
    LocalServer start() {
        LocalServerProvider provider = ServiceLoader.load(
                        LocalServerProvider.class, LocalServerProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "a server needs the library org.rembus:rembus-broker, which is not on the class path"));
        try {
            return provider.start(setup);
        } catch (IOException e) {
            throw Errors.notStarted(setup.name(), e);
        }
    }

    /** Collects options; each setter returns the builder itself. */
    public static final class Builder {
        private final ComponentOptions.Builder component = ComponentOptions.builder();
        private final List<Door> doors = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private String name = "server";
        private @Nullable String host;
        private @Nullable Path home;

        private Builder() {}

        /**
         * The server's own rid, by which peers call it directly.
         *
         * @throws IllegalArgumentException if it is no legal name
         */
        public Builder name(String rid) {
            name = new Rid(rid).name();
            return this;
        }

        /** The host name or address to listen on; {@code 0.0.0.0} for all of IPv4. The default is loopback only. */
        public Builder host(String hostOrAddress) {
            host = hostOrAddress;
            return this;
        }

        /** One more port to listen on for WebSocket connections; 0 for any free one. Without any port at all, it is 8000. */
        public Builder webSocket(int port) {
            return listen(Transport.WEB_SOCKET, port);
        }

        /** One more port to listen on for WebSocket connections in TLS; 0 for any free one. See {@link #keystore}. */
        public Builder secureWebSocket(int port) {
            return listen(Transport.SECURE_WEB_SOCKET, port);
        }

        /** One more port to listen on for TCP connections; 0 for any free one. */
        public Builder tcp(int port) {
            return listen(Transport.TCP, port);
        }

        /** One more port to listen on for TCP connections in TLS; 0 for any free one. See {@link #keystore}. */
        public Builder tls(int port) {
            return listen(Transport.TLS, port);
        }

        /** One more port to listen on for ZeroMQ connections; 0 for any free one. */
        public Builder zmq(int port) {
            return listen(Transport.ZMQ, port);
        }

        /** One more port to listen on for HTTP requests, besides the WebSocket ports, which take them too; 0 for any free one. */
        public Builder http(int port) {
            return listen(Transport.HTTP, port);
        }

        private Builder listen(Transport transport, int port) {
            doors.add(new Door(transport, port));
            return this;
        }

        /** The folder of all brokers and components, in which each has its own: {@code REMBUS_DIR}. */
        public Builder home(Path folder) {
            home = folder;
            return this;
        }

        /** The folder with {@code rembus.crt} and {@code rembus.key} for TLS; {@code keystore} in that of {@link #home} by default. */
        public Builder keystore(Path folder) {
            return set("keystore", folder.toString());
        }

        /**
         * Sets what a broker can be set to, by its key in {@code settings.json}, whatever file and environment say: {@code
         * set("max_output", "1048576")}. Not {@code store}: a server keeps nothing on disk. Starting the server throws an
         * {@link IllegalArgumentException} if there is no such setting, or the value is impossible.
         */
        public Builder set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** See {@link ServerOptions#requestTimeout()}. */
        public Builder requestTimeout(Duration other) {
            component.requestTimeout(other);
            return this;
        }

        /** See {@link ComponentOptions#closeTimeout()}. */
        public Builder closeTimeout(Duration other) {
            component.closeTimeout(other);
            return this;
        }

        /** Who is told about failing handlers and dropped messages: nobody. */
        public Builder listener(ComponentListener other) {
            component.listener(other);
            return this;
        }

        /** See {@link ComponentOptions#executor()}. It stays the caller's: closing the server does not stop it. */
        public Builder executor(Executor other) {
            component.executor(other);
            return this;
        }

        /** See {@link ComponentOptions#tracing()}. */
        public Builder tracing(Tracing other) {
            component.tracing(other);
            return this;
        }

        /** @throws IllegalArgumentException if an option is out of its range */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
