package org.rembus.benchmarks.compare;

import static org.rembus.benchmarks.compare.Workload.BACKLOG;
import static org.rembus.benchmarks.compare.Workload.PUBLISHERS;
import static org.rembus.benchmarks.compare.Workload.SHARED_WINDOW;
import static org.rembus.benchmarks.compare.Workload.WINDOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code rembus broker}, as it is by default and one that stores no message, and {@code rembus bench} as their load
 * generator.
 */
final class RembusRoom implements Room {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final double US_PER_MS = 1000.0;
    private static final String LISTENING = "listening ";
    private static final Map<String, String> STORING_NOTHING = Map.of("REMBUS_TOPICS", "{\"**\":{\"store\":\"none\"}}");
    private static final String OPEN_LOOP = "a message, open loop at half the rate";
    private static final String FORCED = "on the disk (one fsync for all that came meanwhile)";

    private final String rembus;
    private final Path folder;
    private final Server storing;
    private final Server live;

    private RembusRoom(String rembus, Path folder) throws IOException {
        this.rembus = rembus;
        this.folder = folder;
        this.storing = new Server("data", Map.of());
        this.live = new Server("live", STORING_NOTHING);
    }

    /** One that runs, with a folder of its own. */
    private final class Server implements AutoCloseable {
        private final Child broker;
        private final List<String> command;
        private final String url;

        Server(String name, Map<String, String> settings) throws IOException {
            Map<String, String> environment = new HashMap<>(environment());
            environment.putAll(settings);
            this.command = List.of(
                    rembus,
                    "broker",
                    "--ws",
                    "0",
                    "--data",
                    folder.resolve(name).toString());
            this.broker = Child.start(command, environment, folder.resolve(name + ".log"));
            try {
                this.url = broker.awaitLine(LISTENING).substring(LISTENING.length());
                broker.awaitLine("ready");
            } catch (IOException e) {
                broker.close();
                throw e;
            }
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    private Map<String, String> environment() {
        return Map.of("REMBUS_DIR", folder.toString());
    }

    /** @param rembus the command */
    static Room open(String rembus, Path folder) throws IOException {
        return new RembusRoom(rembus, folder);
    }

    @Override
    public String name() {
        return "Rembus";
    }

    @Override
    public String version() {
        return "this checkout, Java " + Runtime.version().feature();
    }

    @Override
    public String command() {
        return Report.shown(storing.command, folder) + "; not stored: REMBUS_TOPICS="
                + STORING_NOTHING.get("REMBUS_TOPICS");
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                publish(Workload.PUBLISH_ONE, "not stored", live, 1),
                publish(Workload.PUBLISH_ONE, "stored", storing, 1),
                publish(Workload.PUBLISH_TEN, "not stored", live, Workload.SUBSCRIBERS),
                publish(Workload.PUBLISH_TEN, "stored", storing, Workload.SUBSCRIBERS),
                calls(Workload.CALLS_ONE, 1),
                calls(Workload.CALLS_FIFTY, Workload.CALLERS),
                durable(Workload.DURABLE_ONE, "window of " + WINDOW, 1, WINDOW),
                durable(Workload.DURABLE_FIFTY, "windows of " + SHARED_WINDOW, PUBLISHERS, SHARED_WINDOW),
                replay("QoS 0", "not acknowledged", 0),
                replay("QoS 1", "each message acknowledged", 1));
    }

    /** The publisher is at most a window ahead of the slowest subscriber. */
    private Contestant publish(Workload workload, String promise, Server server, int subscribers) {
        return new Contestant(workload, name(), "WebSocket, QoS 0, " + promise, promise, duration -> {
            List<String> load = words(workload, "publish", "--subscribers", subscribers);
            return rateThenLatency(server, load, duration, subscribers);
        });
    }

    private Contestant calls(Workload workload, int callers) {
        return new Contestant(workload, name(), "WebSocket, handler on the I/O thread", "", duration -> {
            Measured calls =
                    measure(live, words(workload, "rpc", "--non-blocking", "--callers", callers), duration, null);
            return new Figures(calls.perSecond(), calls.latency("a call, closed loop"), calls.command());
        });
    }

    private Contestant durable(Workload workload, String way, int publishers, int window) {
        return new Contestant(workload, name(), "QoS 1, " + way, FORCED, duration -> {
            List<String> load = words(workload, "durable", "--publishers", publishers, "--window", window);
            return rateThenLatency(storing, load, duration, 1);
        });
    }

    /**
     * The rate as fast as it goes, then the latency at half of it: of an open loop, counted from when each send was due.
     *
     * @param each how many of what the rate counts come of one that is sent
     */
    private Figures rateThenLatency(Server server, List<String> load, Duration duration, int each)
            throws IOException, InterruptedException {
        Measured rate = measure(server, load, duration, null);
        Measured latency = measure(server, load, duration.dividedBy(2), rate.perSecond() / each / 2);
        return new Figures(rate.perSecond(), latency.latency(OPEN_LOOP), rate.command());
    }

    private Contestant replay(String way, String promise, int qos) {
        return new Contestant(Workload.REPLAY, name(), way, promise, duration -> {
            Measured replayed =
                    measure(storing, words(Workload.REPLAY, "replay", "--count", BACKLOG, "--qos", qos), null, null);
            return new Figures(replayed.perSecond(), null, replayed.command());
        });
    }

    private record Measured(JsonNode said, String command) {
        double perSecond() {
            return said.get("per_second").doubleValue();
        }

        Figures.Latency latency(String of) {
            return new Figures.Latency(
                    said.get("p50_us").doubleValue() / US_PER_MS,
                    said.get("p99_us").doubleValue() / US_PER_MS,
                    of);
        }
    }

    private static List<String> words(Workload workload, Object... words) {
        List<String> all = new ArrayList<>(List.of("bench"));
        for (Object word : words) {
            all.add(word.toString());
        }
        all.addAll(List.of("--size", String.valueOf(workload.bytes())));
        return all;
    }

    private Measured measure(Server server, List<String> load, @Nullable Duration duration, @Nullable Double perSecond)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(load);
        words.add(0, rembus);
        words.addAll(List.of("--warmup", WARM_UP.toSeconds() + "s"));
        if (duration != null) {
            words.addAll(List.of("--duration", duration.toMillis() + "ms"));
        }
        if (perSecond != null) {
            words.addAll(List.of("--rate", String.valueOf(Math.round(perSecond))));
        }
        words.addAll(List.of("--json", "--url", server.url));
        JsonNode said = JsonMapper.shared().readTree(lastLine(Child.run(words, environment(), folder, MOST)));
        return new Measured(said, Report.shown(words, folder));
    }

    private static String lastLine(String said) {
        return said.substring(said.stripTrailing().lastIndexOf('\n') + 1);
    }

    @Override
    public void close() {
        live.close();
        storing.close();
    }
}
