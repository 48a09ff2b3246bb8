package org.rembus.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.journal.log.LogOptions.Kept;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.routing.slow.SlowPolicies;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.TopicSettings;
import org.rembus.broker.topics.TopicRules;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.http.Origins;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.tls.TlsEntrance;
import org.rembus.protocol.Version;

/** Turns what is set into what each part is told. */
final class Wiring {
    private static final long MAX_RETENTION_SIZE = 10L * 1024 * 1024 * 1024;
    private static final int SHARE_OF_DISK = 10;
    private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(1);

    /** Whole segments are removed: with so many of them what is kept is near to what was asked for. */
    private static final int SEGMENTS = 8;

    private static final int MIN_SEGMENT_BYTES = 1024 * 1024;

    private Wiring() {}

    static RouterOptions routerOptions(BrokerOptions options) {
        Settings settings = options.settings();
        return new RouterOptions(
                options.name(),
                Version.current(),
                settings.get(Settings.REQUEST_TIMEOUT),
                settings.get(Settings.ACK_TIMEOUT),
                Math.toIntExact(settings.get(Settings.SEND_RETRIES)),
                Math.toIntExact(settings.get(Settings.MAX_INFLIGHT)),
                Math.toIntExact(settings.get(Settings.MAX_OUTSTANDING)),
                Math.toIntExact(settings.get(Settings.MAX_TOPICS)),
                Math.toIntExact(settings.get(Settings.MAX_PATTERN_LEVELS)),
                Capacity.topicBytes(settings),
                Capacity.unansweredBytes(settings),
                Capacity.rememberedBytes(settings),
                Math.toIntExact(settings.get(Settings.MAX_KNOWN_NAMES)),
                settings.get(Settings.MAX_PENDING),
                settings.get(Settings.OVERWRITE_CONNECTION)
                        ? RouterOptions.WhenConnected.CLOSE_OLDER
                        : RouterOptions.WhenConnected.REFUSE_NEWER,
                settings.get(Settings.PUBLISH_CALLS) ? RouterOptions.PublishCalls.YES : RouterOptions.PublishCalls.NO,
                settings.get(Settings.MSG_FROM_UNIT),
                settings.get(Settings.POLICY),
                new NameRules(
                        Math.toIntExact(settings.get(Settings.MAX_NAME)),
                        Math.toIntExact(settings.get(Settings.MAX_TOPIC))),
                storePolicy(settings),
                settings.get(Settings.LOCAL_COMMANDS)
                        ? RouterOptions.LocalCommands.ANSWERED
                        : RouterOptions.LocalCommands.UNKNOWN,
                slowPolicies(settings),
                options.role());
    }

    private static SlowPolicies slowPolicies(Settings settings) {
        SlowPolicy byDefault = settings.get(Settings.SLOW);
        return new SlowPolicies(
                settings.get(Settings.TOPICS).map(topic -> Objects.requireNonNullElse(topic.slow(), byDefault)),
                byDefault,
                settings.get(Settings.MAX_OUTPUT));
    }

    /** Where nothing is on disk, all that is in memory is as good as any other: only what is in neither is told apart. */
    private static StorePolicy storePolicy(Settings settings) {
        Settings.Store byDefault = settings.get(Settings.STORE);
        return new StorePolicy(
                settings.get(Settings.TOPICS).map(topic -> {
                    Settings.Store wanted = topic.store();
                    return wanted == null ? byDefaultOf(byDefault) : storing(wanted);
                }),
                byDefaultOf(byDefault));
    }

    private static Storing byDefaultOf(Settings.Store store) {
        return store == Settings.Store.NONE ? Storing.ALL : storing(store);
    }

    private static Storing storing(Settings.Store store) {
        return switch (store) {
            case ALL -> Storing.ALL;
            case DURABLE -> Storing.DURABLE;
            case NONE -> Storing.NONE;
        };
    }

    static Storage storage(BrokerOptions options, TransportLoop loop, long newEpoch) throws IOException {
        Settings settings = options.settings();
        return switch (settings.get(Settings.STORE)) {
            case ALL, DURABLE -> DiskStorage.open(options.data(), logOptions(settings, options.data()), loop, newEpoch);
            case NONE -> new MemoryStorage(newEpoch, settings.get(Settings.MEMORY_JOURNAL));
        };
    }

    private static LogOptions logOptions(Settings settings, Path directory) throws IOException {
        long wanted = settings.get(Settings.RETENTION_SIZE);
        long size = wanted > 0 ? wanted : Math.min(MAX_RETENTION_SIZE, totalSpace(directory) / SHARE_OF_DISK);
        LogOptions.Retention retention = new LogOptions.Retention(
                settings.get(Settings.RETENTION_AGE), size, RETENTION_INTERVAL, keptByTopic(settings));
        int segmentBytes = LogOptions.DEFAULT.segmentBytes();
        return LogOptions.DEFAULT
                .withRetention(retention)
                .withSegmentBytes(Math.clamp(size / SEGMENTS, MIN_SEGMENT_BYTES, segmentBytes));
    }

    /** None, unless a topic is kept differently: then rules that say nothing of it matter, too, as exceptions. */
    private static TopicRules<Kept> keptByTopic(Settings settings) {
        TopicRules<TopicSettings> topics = settings.get(Settings.TOPICS);
        boolean differs = topics.all().stream()
                .map(TopicRules.Rule::value)
                .anyMatch(topic -> topic.retentionAge() != null || topic.retentionSize() != null);
        return differs ? topics.map(topic -> kept(topic, settings.get(Settings.RETENTION_AGE))) : TopicRules.none();
    }

    private static Kept kept(TopicSettings topic, Duration byDefault) {
        return new Kept(
                Objects.requireNonNullElse(topic.retentionAge(), byDefault),
                Objects.requireNonNullElse(topic.retentionSize(), Long.MAX_VALUE));
    }

    private static long totalSpace(Path directory) throws IOException {
        return Files.getFileStore(Files.createDirectories(directory)).getTotalSpace();
    }

    static ConnectionOptions connectionOptions(Settings settings) {
        return new ConnectionOptions(
                Math.toIntExact(settings.get(Settings.MAX_WS_FRAME)),
                Math.toIntExact(settings.get(Settings.MAX_NESTING)),
                Math.toIntExact(settings.get(Settings.MAX_OUTPUT)),
                settings.get(Settings.HANDSHAKE_TIMEOUT),
                settings.get(Settings.MESSAGE_TIMEOUT),
                settings.get(Settings.WS_PING_INTERVAL),
                ConnectionOptions.DEFAULT.closeTimeout());
    }

    static Admission admission(BrokerOptions options) {
        return new Admission(Capacity.maxConnections(options), maxHandshakes(options.settings()));
    }

    /** What connections in TLS pass. */
    static TlsEntrance tlsEntrance(BrokerOptions options, TransportLoop loop) throws IOException {
        Settings settings = options.settings();
        String clientCa = settings.get(Settings.CLIENT_CA);
        return TlsEntrance.open(
                options.keystore(),
                clientCa.isEmpty() ? null : Path.of(clientCa),
                loop,
                connectionOptions(settings),
                maxHandshakes(settings));
    }

    private static int maxHandshakes(Settings settings) {
        return Math.toIntExact(settings.get(Settings.MAX_HANDSHAKES));
    }

    /** Whoever asks by this machine's own name is not misled either. */
    static Origins origins(Settings settings) {
        return Origins.of(
                settings.get(Settings.ALLOWED_ORIGINS),
                settings.get(Settings.ALLOWED_HOSTS) + "," + Platform.hostName());
    }

    static BufferBudget budget(Settings settings) {
        long bytes = settings.get(Settings.MEMORY_BUFFERS);
        return bytes > 0 ? new BufferBudget(bytes) : BufferBudget.halfOfDirectMemory();
    }
}
