package org.rembus.broker.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.options.RouterOptions.MsgFrom;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Limits;

/** The values of all settings of one broker. Immutable. */
public final class Settings {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final long MIB = 1024 * 1024;
    private static final long MAX_ARRAY = Integer.MAX_VALUE - 64;

    /** After which a request that nobody answered is given up. */
    public static final Setting<Duration> REQUEST_TIMEOUT =
            new Setting<>("request_timeout", "REMBUS_TIMEOUT", Values.seconds(MILLISECOND), Duration.ofSeconds(10));

    /** After which an unacknowledged delivery is sent again. */
    public static final Setting<Duration> ACK_TIMEOUT =
            new Setting<>("ack_timeout", "REMBUS_ACK_TIMEOUT", Values.seconds(MILLISECOND), Duration.ofSeconds(2));

    /** How often it is sent again. */
    public static final Setting<Long> SEND_RETRIES =
            new Setting<>("send_retries", "REMBUS_SEND_RETRIES", Values.integer(0, 1_000_000), 10L);

    /** How often peers are pinged; zero for never. */
    public static final Setting<Duration> WS_PING_INTERVAL = new Setting<>(
            "ws_ping_interval", "REMBUS_WS_PING_INTERVAL", Values.secondsOrNever(), Duration.ofSeconds(30));

    /** How often components on ZeroMQ ping; who is not heard for two intervals has gone. Zero: nobody has. */
    public static final Setting<Duration> ZMQ_PING_INTERVAL = new Setting<>(
            "zmq_ping_interval", "REMBUS_ZMQ_PING_INTERVAL", Values.secondsOrNever(), Duration.ofSeconds(30));

    /** The most that can be set of {@link #MAX_CONNECTIONS}. */
    public static final int MOST_CONNECTIONS = 10_000_000;

    /** Connections that carry messages; 0 for as many as heap and open files are good for. */
    public static final Setting<Long> MAX_CONNECTIONS =
            new Setting<>("max_connections", "REMBUS_MAX_CONNECTIONS", Values.integer(0, MOST_CONNECTIONS), 0L);

    /** Connections that do not yet. */
    public static final Setting<Long> MAX_HANDSHAKES =
            new Setting<>("max_handshakes", "REMBUS_MAX_HANDSHAKES", Values.integer(1, 1_000_000), 4_096L);

    /** How long a peer may take until its connection can carry messages. */
    public static final Setting<Duration> HANDSHAKE_TIMEOUT = new Setting<>(
            "handshake_timeout", "REMBUS_HANDSHAKE_TIMEOUT", Values.seconds(MILLISECOND), Duration.ofSeconds(5));

    /** How long a message that has begun may take to go on. */
    public static final Setting<Duration> MESSAGE_TIMEOUT = new Setting<>(
            "message_timeout", "REMBUS_MESSAGE_TIMEOUT", Values.seconds(MILLISECOND), Duration.ofSeconds(30));

    /** Whether a newer connection of a name takes it over from an older one. */
    public static final Setting<Boolean> OVERWRITE_CONNECTION =
            new Setting<>("overwrite_connection", "REMBUS_OVERWRITE_CONNECTION", Values.truth(), false);

    /** Bytes of the longest message. */
    public static final Setting<Long> MAX_WS_FRAME =
            new Setting<>("max_ws_frame", "REMBUS_MAX_WS_FRAME", Values.integer(1024, MAX_ARRAY), (long)
                    Limits.DEFAULT_MAX_MESSAGE_BYTES);

    /** How deep arrays, maps and tags of a payload may be nested. */
    public static final Setting<Long> MAX_NESTING =
            new Setting<>("max_nesting", "REMBUS_MAX_NESTING", Values.integer(1, 1000), (long) Limits.MAX_NESTING);

    /** Bytes of a component's name. */
    public static final Setting<Long> MAX_NAME = new Setting<>(
            "max_name", "REMBUS_MAX_NAME", Values.integer(1, Limits.MAX_NAME_BYTES), (long) Limits.MAX_NAME_BYTES);

    /** Bytes of a topic. */
    public static final Setting<Long> MAX_TOPIC = new Setting<>(
            "max_topic", "REMBUS_MAX_TOPIC", Values.integer(1, Limits.MAX_TOPIC_BYTES), (long) Limits.MAX_TOPIC_BYTES);

    /** Bytes that may wait for one peer. */
    public static final Setting<Long> MAX_OUTPUT =
            new Setting<>("max_output", "REMBUS_MAX_OUTPUT", Values.integer(64 * 1024, MAX_ARRAY), 16 * MIB);

    /** Unanswered requests of one connection, and to one connection. */
    public static final Setting<Long> MAX_OUTSTANDING =
            new Setting<>("max_outstanding", "REMBUS_MAX_OUTSTANDING", Values.integer(1, 10_000_000), 10_000L);

    /** Topics that one component may subscribe to, and that it may expose. */
    public static final Setting<Long> MAX_TOPICS =
            new Setting<>("max_topics", "REMBUS_MAX_TOPICS", Values.integer(1, 100_000_000), 100_000L);

    /** Levels that the patterns of one component may have together, counted by what they can cost. */
    public static final Setting<Long> MAX_PATTERN_LEVELS =
            new Setting<>("max_pattern_levels", "REMBUS_MAX_PATTERN_LEVELS", Values.integer(1, 100_000_000), 10_000L);

    /** Bytes of heap for the topics of all components that are connected; 0 for a quarter of the heap. */
    public static final Setting<Long> MEMORY_TOPICS =
            new Setting<>("memory.topics", "REMBUS_MEMORY_TOPICS", Values.zeroOrAtLeast(MIB), 0L);

    /** Bytes of heap for requests under way and ids that wait for an ACK2; 0 for an eighth of the heap. */
    public static final Setting<Long> MEMORY_UNANSWERED =
            new Setting<>("memory.unanswered", "REMBUS_MEMORY_UNANSWERED", Values.zeroOrAtLeast(MIB), 0L);

    /** Bytes of heap for the names of components that are remembered, and their services; 0 for a third of the heap. */
    public static final Setting<Long> MEMORY_REMEMBERED =
            new Setting<>("memory.remembered", "REMBUS_MEMORY_REMEMBERED", Values.zeroOrAtLeast(MIB), 0L);

    /** Names of components that are known although nothing is stored of them. */
    public static final Setting<Long> MAX_KNOWN_NAMES =
            new Setting<>("max_known_names", "REMBUS_MAX_KNOWN_NAMES", Values.integer(0, 100_000_000), 100_000L);

    /** Unacknowledged deliveries to one component. */
    public static final Setting<Long> MAX_INFLIGHT =
            new Setting<>("max_inflight", "REMBUS_MAX_INFLIGHT", Values.integer(1, 65_536), 256L);

    /** Bytes that may wait for the journal before publishers are held back. */
    public static final Setting<Long> MAX_PENDING =
            new Setting<>("max_pending", "REMBUS_MAX_PENDING", Values.integer(MIB, Long.MAX_VALUE), 64 * MIB);

    /** What is set for topics, by pattern. */
    public static final Setting<TopicRules<TopicSettings>> TOPICS =
            new Setting<>("topics", "REMBUS_TOPICS", new TopicsReader(), TopicRules.none());

    /** Where messages and twins are kept. */
    public static final Setting<Store> STORE =
            new Setting<>("store", "REMBUS_STORE", Values.word(Store.class), Store.ALL);

    /** After which a stored message may be removed. */
    public static final Setting<Duration> RETENTION_AGE =
            new Setting<>("retention_age", "REMBUS_RETENTION_AGE", Values.seconds(MILLISECOND), Duration.ofDays(7));

    /** Bytes of the journal above which the oldest messages are removed; 0 for a tenth of the disk, 10 GiB at most. */
    public static final Setting<Long> RETENTION_SIZE =
            new Setting<>("retention_size", "REMBUS_RETENTION_SIZE", Values.integer(0, Long.MAX_VALUE), 0L);

    /** Bytes of messages that are kept in memory for replay, when they are kept nowhere else. */
    public static final Setting<Long> MEMORY_JOURNAL =
            new Setting<>("memory.journal", "REMBUS_MEMORY_JOURNAL", Values.integer(0, Long.MAX_VALUE), 64 * MIB);

    /** Bytes of all input and output buffers together; 0 for half of the direct memory. */
    public static final Setting<Long> MEMORY_BUFFERS =
            new Setting<>("memory.buffers", "REMBUS_MEMORY_BUFFERS", Values.zeroOrAtLeast(MIB), 0L);

    /** How one of several exposers is picked. */
    public static final Setting<Policy> POLICY =
            new Setting<>("policy", "REMBUS_POLICY", Values.word(Policy.class), Policy.FIRST_UP);

    /** What happens to a message that finds no room at its subscriber. */
    public static final Setting<SlowPolicy> SLOW =
            new Setting<>("slow", "REMBUS_SLOW", Values.word(SlowPolicy.class), SlowPolicy.DROP_NEWEST);

    /** Whether subscribers of a service's topic see the calls of it. */
    public static final Setting<Boolean> PUBLISH_CALLS =
            new Setting<>("publish_calls", "REMBUS_PUBLISH_CALLS", Values.truth(), false);

    /** Whether who is on this machine is told of twins. */
    public static final Setting<Boolean> LOCAL_COMMANDS =
            new Setting<>("local_commands", "REMBUS_LOCAL_COMMANDS", Values.truth(), true);

    /** What the numbers in {@code msg_from} count. */
    public static final Setting<MsgFrom> MSG_FROM_UNIT =
            new Setting<>("msg_from_unit", "REMBUS_MSG_FROM_UNIT", Values.word(MsgFrom.class), MsgFrom.AS_PEERS_DO);

    /** Origins of web pages that may use this broker, besides those of its own host; {@code *} for all. */
    public static final Setting<String> ALLOWED_ORIGINS =
            new Setting<>("allowed_origins", "REMBUS_ALLOWED_ORIGINS", Values.text(), "");

    /** Names by which the broker may be asked over HTTP, besides addresses and names that are no public ones; {@code *} for any. */
    public static final Setting<String> ALLOWED_HOSTS =
            new Setting<>("allowed_hosts", "REMBUS_ALLOWED_HOSTS", Values.text(), "");

    /** The folder with {@code rembus.crt} and {@code rembus.key}; empty for {@code keystore} in that of all brokers. */
    public static final Setting<String> KEYSTORE = new Setting<>("keystore", "REMBUS_KEYSTORE", Values.text(), "");

    /** The file with the certificates that must vouch for whoever connects in TLS; empty: nobody is asked for one. */
    public static final Setting<String> CLIENT_CA = new Setting<>("client_ca", "REMBUS_CLIENT_CA", Values.text(), "");

    /** Who may connect without proving a name. */
    public static final Setting<ConnectionMode> CONNECTION_MODE = new Setting<>(
            "connection_mode", "REMBUS_CONNECTION_MODE", Values.word(ConnectionMode.class), ConnectionMode.ANONYMOUS);

    private static final List<Setting<?>> ALL = List.of(
            REQUEST_TIMEOUT,
            ACK_TIMEOUT,
            SEND_RETRIES,
            WS_PING_INTERVAL,
            ZMQ_PING_INTERVAL,
            MAX_CONNECTIONS,
            MAX_HANDSHAKES,
            HANDSHAKE_TIMEOUT,
            MESSAGE_TIMEOUT,
            OVERWRITE_CONNECTION,
            MAX_WS_FRAME,
            MAX_NESTING,
            MAX_NAME,
            MAX_TOPIC,
            MAX_OUTPUT,
            MAX_OUTSTANDING,
            MAX_TOPICS,
            MAX_PATTERN_LEVELS,
            MEMORY_TOPICS,
            MEMORY_UNANSWERED,
            MEMORY_REMEMBERED,
            MAX_KNOWN_NAMES,
            MAX_INFLIGHT,
            MAX_PENDING,
            STORE,
            RETENTION_AGE,
            RETENTION_SIZE,
            TOPICS,
            MEMORY_JOURNAL,
            MEMORY_BUFFERS,
            POLICY,
            SLOW,
            PUBLISH_CALLS,
            LOCAL_COMMANDS,
            MSG_FROM_UNIT,
            ALLOWED_ORIGINS,
            ALLOWED_HOSTS,
            KEYSTORE,
            CLIENT_CA,
            CONNECTION_MODE);

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /** Where messages and twins are kept. */
    public enum Store {
        /** In the journal on disk, every message. */
        ALL,
        /**
         * In the journal on disk: all of QoS 1 and 2, and of QoS 0 what a durable subscription is to get.
         */
        DURABLE,
        /** In memory: an acknowledgement does not outlive the broker. */
        NONE
    }

    /** Who may connect. */
    public enum ConnectionMode {
        /** Everybody. */
        ANONYMOUS,
        /** Only components that prove their name. */
        AUTHENTICATED
    }

    /** Every setting there is. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /**
     * The setting of this key.
     *
     * @throws SettingsException if there is none
     */
    public static Setting<?> named(String key) {
        return ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new SettingsException(key + ": there is no such setting"));
    }

    /**
     * Collects the values.
     *
     * @param explicit what options say; each value is of its setting's type
     * @param file {@code settings.json}; it need not exist
     * @throws SettingsException if a value is impossible, or the file has a key that is no setting
     */
    public static Settings resolve(Map<Setting<?>, Object> explicit, Path file, Map<String, String> environment) {
        Map<String, Object> inFile = SettingsFile.read(file);
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Setting<?> setting : ALL) {
            values.put(setting, valueOf(setting, explicit, inFile, file, environment));
        }
        Settings settings = new Settings(Map.copyOf(values));
        settings.check();
        return settings;
    }

    private static Object valueOf(
            Setting<?> setting,
            Map<Setting<?>, Object> explicit,
            Map<String, Object> inFile,
            Path file,
            Map<String, String> environment) {
        Object given = explicit.get(setting);
        if (given != null) {
            return given;
        }
        Object filed = inFile.get(setting.key());
        if (filed != null) {
            return Objects.requireNonNull(setting.read(filed, setting.key() + " in " + file));
        }
        String variable = environment.get(setting.variable());
        return variable == null || variable.isEmpty()
                ? Objects.requireNonNull(setting.byDefault())
                : Objects.requireNonNull(setting.read(variable, setting.variable()));
    }

    private void check() {
        if (get(CONNECTION_MODE) == ConnectionMode.AUTHENTICATED) {
            throw new SettingsException(
                    "connection_mode is authenticated: this version cannot authenticate components yet");
        }
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked") // values were read by the setting's own reader
    public <T> T get(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting));
    }
}
