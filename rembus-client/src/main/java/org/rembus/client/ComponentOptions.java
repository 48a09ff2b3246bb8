package org.rembus.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tls.TlsFiles;
import org.rembus.client.tracing.Tracing;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Rid;
import org.rembus.protocol.local.LocalBroker;

/**
 * How a component connects and behaves. Immutable; {@link #builder()} begins with the defaults, those of the environment
 * first (PROTOCOL.md section 14).
 */
public final class ComponentOptions {
    private static final int DEFAULT_INFLIGHT = 1024;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final ComponentListener NOBODY = new ComponentListener() {};

    private final Address address;
    private final List<Address> otherAddresses;
    private final PoolPolicy poolPolicy;
    private final @Nullable LocalBroker broker;
    private final Duration requestTimeout;
    private final Duration ackTimeout;
    private final int sendRetries;
    private final Duration reconnectPeriod;
    private final Duration pingInterval;
    private final Duration closeTimeout;
    private final WhenDisconnected whenDisconnected;
    private final FirstConnect firstConnect;
    private final ComponentListener listener;
    private final Executor executor;
    private final Outbox outbox;
    private final int maxInflight;
    private final int maxMessageBytes;
    private final boolean nameFromCertificate;
    private final TlsFiles tls;
    private final Encoding encoding;
    private final Tracing tracing;

    /** What a call does while there is no connection. */
    public enum WhenDisconnected {
        /** It waits for one, as long as its timeout allows, and goes out then. */
        WAIT,
        /**
         * It fails at once with {@link NotConnectedException}, and what is unacknowledged when the connection breaks too. Not
         * so a publish that is {@linkplain Publish.Confirmation#OUTBOX confirmed by the outbox}: it needs no connection.
         */
        FAIL_FAST
    }

    /** What happens when a component's first attempt to connect fails. */
    public enum FirstConnect {
        /** Connecting throws. */
        FAIL,
        /**
         * The component goes on trying, as after a lost connection. What is called before there is a connection does what
         * {@link WhenDisconnected} says: {@code subscribe} and the like wait as long as their timeout, and then throw.
         */
        KEEP_TRYING
    }

    private ComponentOptions(Builder builder) {
        nameFromCertificate = builder.nameFromCertificate;
        address = builder.namedAddress();
        otherAddresses = ofOneName(address, builder.otherAddresses);
        poolPolicy = builder.poolPolicy;
        broker = builder.broker;
        requestTimeout = positive(builder.requestTimeout, "requestTimeout");
        ackTimeout = positive(builder.ackTimeout, "ackTimeout");
        sendRetries = atLeast(0, builder.sendRetries, "sendRetries");
        reconnectPeriod = positive(builder.reconnectPeriod, "reconnectPeriod");
        pingInterval = notNegative(builder.pingInterval(), "pingInterval");
        closeTimeout = notNegative(builder.closeTimeout, "closeTimeout");
        whenDisconnected = builder.whenDisconnected;
        firstConnect = builder.firstConnect;
        listener = builder.listener;
        executor = builder.executor;
        outbox = fitting(builder.outbox, address, otherAddresses);
        maxInflight = atLeast(1, builder.maxInflight, "maxInflight");
        maxMessageBytes = atLeast(1, builder.maxMessageBytes, "maxMessageBytes");
        tls = builder.tls;
        encoding = possible(builder.encoding, broker, addresses());
        tracing = builder.tracing == null ? Tracing.global() : builder.tracing;
    }

    /** The defaults, with the address REMBUS_BASE_URL, or {@code ws://127.0.0.1:8000}, and no name. */
    public static Builder builder() {
        return builder(System::getenv);
    }

    static Builder builder(Function<String, @Nullable String> environment) {
        return new Builder(new Environment(environment));
    }

    /** A builder that begins with these options; what is missing in another address then comes from this one. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The broker, unless there is a {@link #broker()}, and the component's name if it has one. */
    public Address address() {
        return address;
    }

    /** What the component calls itself; null for an anonymous one that no broker would give a name. */
    @Nullable
    String cid() {
        return isNamedByCertificate(address, tls, broker) ? Rid.NO_NAME : address.cid();
    }

    /** Whether a broker would give the component the name of its certificate: it shows one, and has no other name. */
    private static boolean isNamedByCertificate(Address address, TlsFiles tls, @Nullable LocalBroker broker) {
        boolean hasOtherName = address.rid() != null || address.isPool();
        return !hasOtherName && address.isEncrypted() && tls.credential() != null && broker == null;
    }

    /** All brokers, in order; one, unless there is a pool of them. The first is {@link #address()}; all have its name. */
    public List<Address> addresses() {
        List<Address> all = new ArrayList<>(List.of(address));
        otherAddresses.forEach(other -> all.add(other.forComponentOf(address)));
        return all;
    }

    /** Which of several brokers is published to and called: {@link PoolPolicy#FIRST_UP}. */
    public PoolPolicy poolPolicy() {
        return poolPolicy;
    }

    /** A broker in this process that the component is connected to, without a socket; its address then counts for the name only. */
    public Optional<LocalBroker> broker() {
        return Optional.ofNullable(broker);
    }

    /** How long calls wait for an answer, and for a connection: REMBUS_TIMEOUT, 10 s. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** After how long an unacknowledged publish is sent again: REMBUS_ACK_TIMEOUT, 2 s. */
    public Duration ackTimeout() {
        return ackTimeout;
    }

    /** How often at most: REMBUS_SEND_RETRIES, 10. */
    public int sendRetries() {
        return sendRetries;
    }

    /**
     * The pause between attempts to connect, doubled up to 10 times itself while they fail, with jitter:
     * REMBUS_RECONNECT_PERIOD, 1 s.
     */
    public Duration reconnectPeriod() {
        return reconnectPeriod;
    }

    /**
     * After how long a silent broker is pinged; one that stays silent for another 20 s is left. Zero: never. On ZeroMQ any
     * broker is pinged so often, so that it knows that the component is there. REMBUS_WS_PING_INTERVAL, on ZeroMQ
     * REMBUS_ZMQ_PING_INTERVAL, 30 s.
     */
    public Duration pingInterval() {
        return pingInterval;
    }

    /**
     * How long {@link Component#close()} waits for running handlers and unacknowledged publishes, before it closes the
     * connection all the same. Zero: not at all. 5 s.
     */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** What calls do without a connection: {@link WhenDisconnected#WAIT}. */
    public WhenDisconnected whenDisconnected() {
        return whenDisconnected;
    }

    /** What happens when the first attempt to connect fails: {@link FirstConnect#FAIL}. */
    public FirstConnect firstConnect() {
        return firstConnect;
    }

    /** Who is told about connections, failing handlers and dropped messages: nobody. */
    public ComponentListener listener() {
        return listener;
    }

    /**
     * Where handlers and the continuations of futures run: virtual threads. Continuations that are due at the same time share
     * one, unless one of them takes longer than a moment. Another executor should have a thread for every handler and every
     * continuation that blocks, or those that wait for each other's results wait for ever.
     */
    public Executor executor() {
        return executor;
    }

    /** Where QoS 1 and 2 publishes are kept until the broker has them: in memory. */
    public Outbox outbox() {
        return outbox;
    }

    /** How many of them may be sent and unacknowledged, 16 MiB in all; further ones wait in the outbox: 1,024. */
    public int maxInflight() {
        return maxInflight;
    }

    /**
     * The longest message sent, in CBOR: 64 MiB, as brokers take by default. Messages that are received may be 64 KiB longer, because
     * a broker adds an id and, for a pattern, a topic to what it passes on.
     */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /**
     * Whom a component trusts that connects by {@code wss://} or {@code tls://}, and who it is. Trusted are the certificates of {@link
     * Builder#caBundle}; else HTTP_CA_BUNDLE; else the one file in {@code $REMBUS_DIR/ca}; else what this Java trusts. The
     * component's own is that of {@link Builder#certificate}; else REMBUS_CERTIFICATE and REMBUS_CERTIFICATE_KEY; else it has
     * none.
     *
     * <p>A component whose address has no name has that of its certificate, if a component can have it: its common name, else its first
     * host name ({@link Builder#nameFromCertificate}).
     */
    public TlsFiles tls() {
        return tls;
    }

    /**
     * How messages are written: {@link Encoding#CBOR}. JSON goes over {@code ws://} and {@code wss://} only, and what it cannot carry
     * arrives as something else: binary as base64 text, NaN and the infinities as null.
     */
    public Encoding encoding() {
        return encoding;
    }

    /** Who makes spans of publishes, calls and handlers: {@link Tracing#global()}, as it is when the options are built. */
    public Tracing tracing() {
        return tracing;
    }

    private static Encoding possible(Encoding encoding, @Nullable LocalBroker broker, List<Address> addresses) {
        if (encoding == Encoding.JSON && broker != null) {
            throw new IllegalArgumentException("JSON is for ws:// and wss://, not for a broker in this process");
        }
        for (Address address : addresses) {
            boolean isWebSocket = address.scheme() == Address.Scheme.WS || address.scheme() == Address.Scheme.WSS;
            if (encoding == Encoding.JSON && !isWebSocket) {
                throw new IllegalArgumentException(address + ": JSON is for ws:// and wss:// only");
            }
        }
        return encoding;
    }

    private static Outbox fitting(Outbox outbox, Address address, List<Address> others) {
        if (outbox.file().isPresent() && !others.isEmpty()) {
            throw new IllegalArgumentException(outbox + ": a component with several brokers has no outbox in a file");
        }
        Rid rid = address.rid();
        if (outbox.file().isPresent() && (rid == null || rid.isAnonymous())) {
            throw new IllegalArgumentException(outbox + ": a component without a name has no outbox in a file");
        }
        return outbox;
    }

    private static List<Address> ofOneName(Address address, List<Address> others) {
        if (address.isPool() && address.rid() == null) {
            throw new IllegalArgumentException(
                    address + ": ?pool=true is for several connections under one name, and there is none");
        }
        for (Address other : others) {
            boolean saysNothing = other.equals(other.place());
            if (!saysNothing && !other.equals(other.forComponentOf(address))) {
                throw new IllegalArgumentException(
                        address + " and " + other + " name different components; the name in the first one counts");
            }
        }
        return List.copyOf(others);
    }

    static Duration positive(Duration duration, String name) {
        if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is not between 1 ns and 292 years: " + duration);
        }
        return duration;
    }

    private static Duration notNegative(Duration duration, String name) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is not between 0 and 292 years: " + duration);
        }
        return duration;
    }

    static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " is less than " + least + ": " + number);
        }
        return number;
    }

    /** Collects options; each setter returns the builder itself. */
    public static final class Builder {
        private final Address base;
        private Address address;
        private List<Address> otherAddresses = List.of();
        private PoolPolicy poolPolicy = PoolPolicy.FIRST_UP;
        private @Nullable LocalBroker broker;
        private Duration requestTimeout;
        private Duration ackTimeout;
        private int sendRetries;
        private Duration reconnectPeriod;
        private final Duration zmqPingInterval;
        private final Duration otherPingInterval;
        private @Nullable Duration pingInterval;
        private Duration closeTimeout = Duration.ofSeconds(5);
        private WhenDisconnected whenDisconnected = WhenDisconnected.WAIT;
        private FirstConnect firstConnect = FirstConnect.FAIL;
        private ComponentListener listener = NOBODY;
        private Executor executor = Environment.VIRTUAL_THREADS;
        private Outbox outbox = Outbox.inMemory();
        private int maxInflight = DEFAULT_INFLIGHT;
        private int maxMessageBytes = Limits.DEFAULT_MAX_MESSAGE_BYTES;
        private TlsFiles tls;
        private boolean nameFromCertificate = true;
        private Encoding encoding = Encoding.CBOR;
        private @Nullable Tracing tracing;

        private Builder(Environment environment) {
            base = environment.baseUrl();
            address = base;
            requestTimeout = environment.seconds("REMBUS_TIMEOUT", Duration.ofSeconds(10));
            ackTimeout = environment.seconds("REMBUS_ACK_TIMEOUT", Duration.ofSeconds(2));
            sendRetries = environment.number("REMBUS_SEND_RETRIES", 10);
            reconnectPeriod = environment.seconds("REMBUS_RECONNECT_PERIOD", Duration.ofSeconds(1));
            zmqPingInterval = environment.seconds("REMBUS_ZMQ_PING_INTERVAL", Duration.ofSeconds(30));
            otherPingInterval = environment.seconds("REMBUS_WS_PING_INTERVAL", Duration.ofSeconds(30));
            tls = environment.tls();
        }

        private Builder(ComponentOptions options) {
            base = options.address.place();
            address = options.address;
            otherAddresses = options.otherAddresses;
            poolPolicy = options.poolPolicy;
            broker = options.broker;
            requestTimeout = options.requestTimeout;
            ackTimeout = options.ackTimeout;
            sendRetries = options.sendRetries;
            reconnectPeriod = options.reconnectPeriod;
            zmqPingInterval = options.pingInterval;
            otherPingInterval = options.pingInterval;
            closeTimeout = options.closeTimeout;
            whenDisconnected = options.whenDisconnected;
            firstConnect = options.firstConnect;
            listener = options.listener;
            executor = options.executor;
            outbox = options.outbox;
            maxInflight = options.maxInflight;
            maxMessageBytes = options.maxMessageBytes;
            tls = options.tls;
            nameFromCertificate = options.nameFromCertificate;
            encoding = options.encoding;
            tracing = options.tracing;
        }

        /**
         * Where to connect, and under which name: {@code ws://host:port/name}, {@code tcp://host:port/name}, the same in TLS by
         * {@code wss://} and {@code tls://}, or a part of it. What is missing comes from
         * REMBUS_BASE_URL.
         *
         * @throws IllegalArgumentException if this is no address
         */
        public Builder address(String text) {
            return onlyAt(Address.parse(text, base));
        }

        /**
         * Several brokers, between which {@link #poolPolicy} chooses: as {@link #address} has them, the component's name in the first. The
         * others have the same one or none.
         *
         * @throws IllegalArgumentException if one is no address
         */
        public Builder addresses(String first, String... others) {
            address(first);
            otherAddresses =
                    Stream.of(others).map(text -> Address.parse(text, base)).toList();
            return this;
        }

        /** One broker alone. */
        Builder onlyAt(Address other) {
            address = other;
            otherAddresses = List.of();
            return this;
        }

        /** See {@link ComponentOptions#poolPolicy()}. */
        public Builder poolPolicy(PoolPolicy other) {
            poolPolicy = other;
            return this;
        }

        /**
         * A broker in this process, started by {@code Broker.start}: the component is connected to it without a socket. When it is
         * closed, the component is disconnected, and stays so.
         */
        public Builder broker(LocalBroker inThisProcess) {
            broker = inThisProcess;
            return this;
        }

        /**
         * The component's name, instead of one that the address has; {@code worker?pool=true} for one that is shared.
         *
         * @throws IllegalArgumentException if this is no legal name
         */
        public Builder name(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name has at least one character");
            }
            address = address.named(name);
            otherAddresses = otherAddresses.stream().map(Address::place).toList();
            return this;
        }

        /** See {@link ComponentOptions#requestTimeout()}. */
        public Builder requestTimeout(Duration other) {
            requestTimeout = other;
            return this;
        }

        /** See {@link ComponentOptions#ackTimeout()}. */
        public Builder ackTimeout(Duration other) {
            ackTimeout = other;
            return this;
        }

        /** See {@link ComponentOptions#sendRetries()}. */
        public Builder sendRetries(int other) {
            sendRetries = other;
            return this;
        }

        /** See {@link ComponentOptions#reconnectPeriod()}. */
        public Builder reconnectPeriod(Duration other) {
            reconnectPeriod = other;
            return this;
        }

        /** See {@link ComponentOptions#pingInterval()}. */
        public Builder pingInterval(Duration other) {
            pingInterval = other;
            return this;
        }

        private Duration pingInterval() {
            if (pingInterval != null) {
                return pingInterval;
            }
            return address.scheme() == Address.Scheme.ZMQ ? zmqPingInterval : otherPingInterval;
        }

        /** See {@link ComponentOptions#closeTimeout()}. */
        public Builder closeTimeout(Duration other) {
            closeTimeout = other;
            return this;
        }

        /** See {@link ComponentOptions#whenDisconnected()}. */
        public Builder whenDisconnected(WhenDisconnected other) {
            whenDisconnected = other;
            return this;
        }

        /** See {@link ComponentOptions#firstConnect()}. */
        public Builder firstConnect(FirstConnect other) {
            firstConnect = other;
            return this;
        }

        /** See {@link ComponentOptions#listener()}. */
        public Builder listener(ComponentListener other) {
            listener = other;
            return this;
        }

        /** See {@link ComponentOptions#executor()}. It stays the caller's: closing the component does not stop it. */
        public Builder executor(Executor other) {
            executor = other;
            return this;
        }

        /** See {@link ComponentOptions#outbox()}. */
        public Builder outbox(Outbox other) {
            outbox = other;
            return this;
        }

        /** In a file; see {@link Outbox#inFile}. */
        public Builder outbox(Path file) {
            return outbox(Outbox.inFile(file));
        }

        /** See {@link ComponentOptions#maxInflight()}. */
        public Builder maxInflight(int other) {
            maxInflight = other;
            return this;
        }

        /** See {@link ComponentOptions#maxMessageBytes()}. */
        public Builder maxMessageBytes(int other) {
            maxMessageBytes = other;
            return this;
        }

        /** See {@link ComponentOptions#encoding()}. */
        public Builder encoding(Encoding other) {
            encoding = other;
            return this;
        }

        /** See {@link ComponentOptions#tracing()}. */
        public Builder tracing(Tracing other) {
            tracing = other;
            return this;
        }

        /** The file, in PEM, with the certificates that vouch for brokers; nothing else is trusted then. */
        public Builder caBundle(Path file) {
            tls = new TlsFiles(file, tls.folder(), tls.credential());
            return this;
        }

        /**
         * Who the component is for brokers that ask for a certificate.
         *
         * @param chain its certificate, and those that vouch for it, in PEM
         * @param key its private key, in PEM, without a pass phrase
         */
        public Builder certificate(Path chain, Path key) {
            tls = new TlsFiles(tls.bundle(), tls.folder(), new TlsFiles.Own(chain, key));
            return this;
        }

        /**
         * Whether a component that connects by {@code wss://} or {@code tls://}, and whose address has no name, has that of its certificate:
         * it has. Otherwise it says that it is anonymous, so that brokers do not give it that name either.
         */
        public Builder nameFromCertificate(boolean other) {
            nameFromCertificate = other;
            return this;
        }

        private Address namedAddress() {
            return nameFromCertificate && isNamedByCertificate(address, tls, broker)
                    ? tls.ownName()
                            .flatMap(Rid::parse)
                            .filter(name -> !name.isAnonymous())
                            .map(address::withRid)
                            .orElse(address)
                    : address;
        }

        /** @throws IllegalArgumentException if an option is out of its range, or does not go with another */
        public ComponentOptions build() {
            return new ComponentOptions(this);
        }
    }
}
