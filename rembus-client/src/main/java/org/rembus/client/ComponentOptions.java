package org.rembus.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Address;
import org.rembus.protocol.Limits;

/**
 * How a component connects and behaves. Immutable; {@link #builder()} begins with the defaults, those of the environment
 * first (PROTOCOL.md section 14).
 *
 * @param address the broker, and the component's name if it has one
 * @param requestTimeout how long calls wait for an answer, and for a connection: REMBUS_TIMEOUT, 10 s
 * @param ackTimeout after how long an unacknowledged publish is sent again: REMBUS_ACK_TIMEOUT, 2 s
 * @param sendRetries how often at most: REMBUS_SEND_RETRIES, 10
 * @param reconnectPeriod the pause between attempts to connect, doubled up to 30 times itself while they fail, with
 *     jitter: REMBUS_RECONNECT_PERIOD, 1 s
 * @param pingInterval after how long a silent broker is pinged; one that stays silent for another 20 s is left. Zero:
 *     never. REMBUS_WS_PING_INTERVAL, 30 s
 * @param closeTimeout how long {@link Component#close()} waits for running handlers and unacknowledged publishes, before it
 *     closes the connection all the same. Zero: not at all. 5 s
 * @param whenDisconnected what calls do without a connection: {@link WhenDisconnected#WAIT}
 * @param firstConnect what happens when the first attempt to connect fails: {@link FirstConnect#FAIL}
 * @param listener who is told about connections and failing handlers
 * @param executor where handlers and the continuations of futures run: a virtual thread each
 * @param maxInflight how many QoS 1 and 2 publishes may be unacknowledged; further ones wait: 256
 * @param maxMessageBytes the longest message sent: 64 MiB, as brokers take by default. Messages that are received may be
 *     64 KiB longer, because a broker adds an id and, for a pattern, a topic to what it passes on
 */
public record ComponentOptions(
        Address address,
        Duration requestTimeout,
        Duration ackTimeout,
        int sendRetries,
        Duration reconnectPeriod,
        Duration pingInterval,
        Duration closeTimeout,
        WhenDisconnected whenDisconnected,
        FirstConnect firstConnect,
        ConnectionListener listener,
        Executor executor,
        int maxInflight,
        int maxMessageBytes) {

    private static final int DEFAULT_INFLIGHT = 256;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final ConnectionListener NOBODY = new ConnectionListener() {};

    /** What a call does while there is no connection. */
    public enum WhenDisconnected {
        /** It waits for one, as long as its timeout allows, and goes out then. */
        WAIT,
        /** It fails at once with {@link NotConnectedException}, and what is unacknowledged when the connection breaks too. */
        FAIL_FAST
    }

    /** What happens when a component's first attempt to connect fails. */
    public enum FirstConnect {
        /** Connecting throws. */
        FAIL,
        /** The component goes on trying, as after a lost connection. */
        KEEP_TRYING
    }

    public ComponentOptions {
        positive(requestTimeout, "requestTimeout");
        positive(ackTimeout, "ackTimeout");
        atLeast(0, sendRetries, "sendRetries");
        positive(reconnectPeriod, "reconnectPeriod");
        notNegative(pingInterval, "pingInterval");
        notNegative(closeTimeout, "closeTimeout");
        atLeast(1, maxInflight, "maxInflight");
        atLeast(1, maxMessageBytes, "maxMessageBytes");
    }

    /** The defaults, with the address REMBUS_BASE_URL, or {@code ws://127.0.0.1:8000}, and no name. */
    public static Builder builder() {
        return builder(System::getenv);
    }

    static Builder builder(Function<String, @Nullable String> environment) {
        return new Builder(new Environment(environment));
    }

    static Duration positive(Duration duration, String name) {
        if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is not between 1 ns and 292 years: " + duration);
        }
        return duration;
    }

    private static void notNegative(Duration duration, String name) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is not between 0 and 292 years: " + duration);
        }
    }

    static int atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " is less than " + least + ": " + number);
        }
        return number;
    }

    /** Collects options; each setter returns the builder itself. */
    public static final class Builder {
        private final Environment environment;
        private Address address;
        private Duration requestTimeout;
        private Duration ackTimeout;
        private int sendRetries;
        private Duration reconnectPeriod;
        private Duration pingInterval;
        private Duration closeTimeout = Duration.ofSeconds(5);
        private WhenDisconnected whenDisconnected = WhenDisconnected.WAIT;
        private FirstConnect firstConnect = FirstConnect.FAIL;
        private ConnectionListener listener = NOBODY;
        private Executor executor = Environment.VIRTUAL_THREADS;
        private int maxInflight = DEFAULT_INFLIGHT;
        private int maxMessageBytes = Limits.DEFAULT_MAX_MESSAGE_BYTES;

        private Builder(Environment environment) {
            this.environment = environment;
            address = environment.baseUrl();
            requestTimeout = environment.seconds("REMBUS_TIMEOUT", Duration.ofSeconds(10));
            ackTimeout = environment.seconds("REMBUS_ACK_TIMEOUT", Duration.ofSeconds(2));
            sendRetries = environment.number("REMBUS_SEND_RETRIES", 10);
            reconnectPeriod = environment.seconds("REMBUS_RECONNECT_PERIOD", Duration.ofSeconds(1));
            pingInterval = environment.seconds("REMBUS_WS_PING_INTERVAL", Duration.ofSeconds(30));
        }

        /**
         * Where to connect, and under which name: {@code ws://host:port/name}, or a part of it. What is missing comes from
         * REMBUS_BASE_URL.
         *
         * @throws IllegalArgumentException if this is no address
         */
        public Builder address(String text) {
            address = Address.parse(text, environment.baseUrl());
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
        public Builder listener(ConnectionListener other) {
            listener = other;
            return this;
        }

        /** See {@link ComponentOptions#executor()}. It stays the caller's: closing the component does not stop it. */
        public Builder executor(Executor other) {
            executor = other;
            return this;
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

        /** @throws IllegalArgumentException if an option is out of its range */
        public ComponentOptions build() {
            return new ComponentOptions(
                    address,
                    requestTimeout,
                    ackTimeout,
                    sendRetries,
                    reconnectPeriod,
                    pingInterval,
                    closeTimeout,
                    whenDisconnected,
                    firstConnect,
                    listener,
                    executor,
                    maxInflight,
                    maxMessageBytes);
        }
    }
}
