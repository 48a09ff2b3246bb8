package org.rembus.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.settings.Setting;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.TopicSettings;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Address;
import org.rembus.protocol.RembusFolder;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * How to run a broker. Immutable; made by {@link #builder()}. Without any option: name {@code broker}, listening on {@code
 * ws://127.0.0.1:8000}, settings from the environment and from {@code settings.json} in its directory, messages and twins
 * kept there, too.
 */
public final class BrokerOptions {
    private final String name;
    private final String host;
    private final Path directory;
    private final Path data;
    private final List<InetSocketAddress> webSockets;
    private final List<InetSocketAddress> secureWebSockets;
    private final List<InetSocketAddress> tcp;
    private final List<InetSocketAddress> tls;
    private final Path keystore;
    private final List<InetSocketAddress> zmq;
    private final List<InetSocketAddress> http;
    private final Settings settings;
    private final RouterOptions.Role role;

    private BrokerOptions(Builder builder) {
        this.name = builder.name;
        this.host = builder.host;
        this.directory = builder.home.resolve(builder.name).normalize();
        this.data = builder.data == null ? directory : builder.data;
        this.webSockets = builder.addresses(builder.webSocketPorts());
        this.secureWebSockets = builder.addresses(builder.secureWebSocketPorts);
        this.tcp = builder.addresses(builder.tcpPorts);
        this.tls = builder.addresses(builder.tlsPorts);
        this.zmq = builder.addresses(builder.zmqPorts);
        this.http = builder.addresses(builder.httpPorts);
        this.settings = Settings.resolve(builder.explicit, directory.resolve("settings.json"), builder.environment);
        this.role = builder.role;
        String folder = settings.get(Settings.KEYSTORE);
        this.keystore = folder.isEmpty() ? builder.home.resolve("keystore") : Path.of(folder);
    }

    /** The broker's own rid. */
    public String name() {
        return name;
    }

    /** The host name or address to listen on, as it was given. */
    public String host() {
        return host;
    }

    /** The broker's own folder; it need not exist. */
    public Path directory() {
        return directory;
    }

    /** The folder for messages and twins; it need not exist. */
    public Path data() {
        return data;
    }

    /** Where it listens for WebSocket connections; port 0 is any free one. */
    public List<InetSocketAddress> webSockets() {
        return webSockets;
    }

    /** Where it listens for WebSocket connections in TLS; port 0 is any free one. */
    public List<InetSocketAddress> secureWebSockets() {
        return secureWebSockets;
    }

    /** Where it listens for TCP connections; port 0 is any free one. */
    public List<InetSocketAddress> tcp() {
        return tcp;
    }

    /** Where it listens for TCP connections in TLS; port 0 is any free one. */
    public List<InetSocketAddress> tls() {
        return tls;
    }

    /** Where it listens for HTTP requests, besides its WebSocket ports; port 0 is any free one. */
    public List<InetSocketAddress> http() {
        return http;
    }

    /** Whether it listens anywhere in TLS. */
    public boolean isEncrypted() {
        return !secureWebSockets.isEmpty() || !tls.isEmpty();
    }

    /** The folder with the certificate and the key for TLS; it need not exist when there is no such port. */
    public Path keystore() {
        return keystore;
    }

    /** Where it listens for ZeroMQ connections; port 0 is any free one. */
    public List<InetSocketAddress> zmq() {
        return zmq;
    }

    /** What is set, wherever it was set. */
    public Settings settings() {
        return settings;
    }

    RouterOptions.Role role() {
        return role;
    }

    /** Options to be filled in, over the environment of this process. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String name = "broker";
        private String host = Address.DEFAULT_BASE.host();
        private final List<Integer> webSocketPorts = new ArrayList<>();
        private final List<Integer> secureWebSocketPorts = new ArrayList<>();
        private final List<Integer> tcpPorts = new ArrayList<>();
        private final List<Integer> tlsPorts = new ArrayList<>();
        private final List<Integer> zmqPorts = new ArrayList<>();
        private final List<Integer> httpPorts = new ArrayList<>();
        private final Map<Setting<?>, Object> explicit = new HashMap<>();
        private final Map<Topic, TopicSettings> topics = new LinkedHashMap<>();
        private Map<String, String> environment = System.getenv();
        private Path home = RembusFolder.in(environment::get);
        private @Nullable Path data;
        private boolean isLocalOnly;
        private RouterOptions.Role role = RouterOptions.Role.BROKER;

        private Builder() {}

        /**
         * The broker's own rid.
         *
         * @throws IllegalArgumentException if it is no legal name
         */
        public Builder name(String rid) {
            this.name = new Rid(rid).name();
            return this;
        }

        /** The host name or address to listen on; {@code 0.0.0.0} for all of IPv4. The default is loopback only. */
        public Builder host(String hostOrAddress) {
            this.host = hostOrAddress;
            return this;
        }

        /** One more port to listen on for WebSocket connections; 0 for any free one. Without any port at all, it is 8000. */
        public Builder webSocket(int port) {
            webSocketPorts.add(port);
            return this;
        }

        /** One more port to listen on for WebSocket connections in TLS; 0 for any free one. See {@link Settings#KEYSTORE}. */
        public Builder secureWebSocket(int port) {
            secureWebSocketPorts.add(port);
            return this;
        }

        /** One more port to listen on for TCP connections in TLS; 0 for any free one. See {@link Settings#KEYSTORE}. */
        public Builder tls(int port) {
            tlsPorts.add(port);
            return this;
        }

        /** One more port to listen on for TCP connections; 0 for any free one. */
        public Builder tcp(int port) {
            tcpPorts.add(port);
            return this;
        }

        /** One more port to listen on for ZeroMQ connections; 0 for any free one. */
        public Builder zmq(int port) {
            zmqPorts.add(port);
            return this;
        }

        /** One more port to listen on for HTTP requests, besides the WebSocket ports, which take them too; 0 for any free one. */
        public Builder http(int port) {
            httpPorts.add(port);
            return this;
        }

        /** Without any port, it listens nowhere: components of this process reach it, and nobody else. */
        public Builder localOnly() {
            this.isLocalOnly = true;
            return this;
        }

        /** It is a server: its peers reach the component that has its name, and not each other. It keeps nothing on disk. */
        Builder server() {
            this.role = RouterOptions.Role.SERVER;
            return set(Settings.STORE, Settings.Store.NONE);
        }

        /** Sets something, whatever file and environment say. */
        public <T> Builder set(Setting<T> setting, T value) {
            explicit.put(setting, value);
            return this;
        }

        /**
         * Sets something by its key in {@code settings.json} to what is written as in the environment.
         *
         * @throws org.rembus.broker.settings.SettingsException if there is no such setting, or the value is impossible
         */
        Builder set(String key, String value) {
            Setting<?> setting = Settings.named(key);
            explicit.put(setting, setting.read(value, key));
            return this;
        }

        /**
         * Sets something for the topics of a pattern, and nothing else for them: of two patterns that match a topic, the more
         * specific holds. Once this is called, what file and environment say of topics does not count.
         *
         * @throws IllegalArgumentException if it is no topic or pattern, or the same was given before
         */
        public Builder topic(String pattern, TopicSettings what) {
            if (topics.putIfAbsent(Topic.of(pattern), what) != null) {
                throw new IllegalArgumentException("\"" + pattern + "\" is given twice");
            }
            return set(Settings.TOPICS, TopicRules.of(topics));
        }

        /** The folder of all brokers and components, in which each has its own: {@code REMBUS_DIR}. */
        public Builder home(Path folder) {
            this.home = folder;
            return this;
        }

        /** The folder for messages and twins. The default is the broker's own in that of {@link #home}. */
        public Builder data(Path folder) {
            this.data = folder;
            return this;
        }

        /** The environment to read settings from, {@code REMBUS_DIR} included. The default is that of this process. */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            this.home = RembusFolder.in(environment::get);
            return this;
        }

        /**
         * Reads what there is to read, and checks all of it.
         *
         * @throws org.rembus.broker.settings.SettingsException if something is set to what it cannot be
         */
        public BrokerOptions build() {
            return new BrokerOptions(this);
        }

        private List<Integer> webSocketPorts() {
            return isLocalOnly ? webSocketPorts : webSocketPortsOrUsual();
        }

        private List<Integer> webSocketPortsOrUsual() {
            return Stream.of(webSocketPorts, secureWebSocketPorts, tcpPorts, tlsPorts, zmqPorts, httpPorts)
                            .allMatch(List::isEmpty)
                    ? List.of(Address.Scheme.WS.defaultPort())
                    : webSocketPorts;
        }

        private List<InetSocketAddress> addresses(List<Integer> ports) {
            return ports.stream().map(port -> new InetSocketAddress(host, port)).toList();
        }
    }
}
