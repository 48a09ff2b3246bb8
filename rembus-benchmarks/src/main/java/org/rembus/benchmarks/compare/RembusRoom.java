package org.rembus.benchmarks.compare;

import static org.rembus.benchmarks.compare.Workload.BACKLOG;
import static org.rembus.benchmarks.compare.Workload.MESSAGE_BYTES;
import static org.rembus.benchmarks.compare.Workload.PUBLISHERS;
import static org.rembus.benchmarks.compare.Workload.SHARED_WINDOW;
import static org.rembus.benchmarks.compare.Workload.WINDOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code rembus broker}, and {@code rembus bench} as its load generator. */
final class RembusRoom implements Room {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final double US_PER_MS = 1000.0;
    private static final String LISTENING = "listening ";
    private static final String FORCED = "on the disk (one fsync for all that came meanwhile)";

    private final String rembus;
    private final Path folder;
    private final Map<String, String> environment;
    private final Child broker;
    private final List<String> command;
    private final String url;

    private RembusRoom(String rembus, Path folder) throws IOException {
        this.rembus = rembus;
        this.folder = folder;
        this.environment = Map.of("REMBUS_DIR", folder.toString());
        this.command = List.of(
                rembus, "broker", "--ws", "0", "--data", folder.resolve("data").toString());
        this.broker = Child.start(command, environment, folder.resolve("broker.log"));
        try {
            this.url = broker.awaitLine(LISTENING).substring(LISTENING.length());
            broker.awaitLine("ready");
        } catch (IOException e) {
            broker.close();
            throw e;
        }
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
        return Report.shown(command, folder);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                durable(Workload.DURABLE_ONE, "window of " + WINDOW, 1, WINDOW),
                durable(Workload.DURABLE_FIFTY, "windows of " + SHARED_WINDOW, PUBLISHERS, SHARED_WINDOW),
                replay("QoS 0", "not acknowledged", 0),
                replay("QoS 1", "each message acknowledged", 1));
    }

    /** The rate as fast as it goes, then the latency at half of it: of an open loop, counted from when each send was due. */
    private Contestant durable(Workload workload, String way, int publishers, int window) {
        return new Contestant(workload, name(), "QoS 1, " + way, FORCED, duration -> {
            List<String> load = words("durable", "--publishers", publishers, "--window", window);
            Measured rate = measure(load, duration, null);
            Measured latency = measure(load, duration.dividedBy(2), rate.perSecond() / 2);
            return new Figures(rate.perSecond(), latency.latency(), rate.command());
        });
    }

    private Contestant replay(String way, String promise, int qos) {
        return new Contestant(Workload.REPLAY, name(), way, promise, duration -> {
            Measured replayed = measure(words("replay", "--count", BACKLOG, "--qos", qos), null, null);
            return new Figures(replayed.perSecond(), null, replayed.command());
        });
    }

    private record Measured(double perSecond, Figures.Latency latency, String command) {}

    private static List<String> words(Object... words) {
        List<String> all = new ArrayList<>(List.of("bench"));
        for (Object word : words) {
            all.add(word.toString());
        }
        all.addAll(List.of("--size", String.valueOf(MESSAGE_BYTES)));
        return all;
    }

    private Measured measure(List<String> load, @Nullable Duration duration, @Nullable Double perSecond)
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
        words.addAll(List.of("--json", "--url", url));
        JsonNode said = JsonMapper.shared().readTree(lastLine(Child.run(words, environment, folder, MOST)));
        return new Measured(
                said.get("per_second").doubleValue(),
                new Figures.Latency(
                        said.get("p50_us").doubleValue() / US_PER_MS,
                        said.get("p99_us").doubleValue() / US_PER_MS,
                        "a message, open loop at half the rate"),
                Report.shown(words, folder));
    }

    private static String lastLine(String said) {
        return said.substring(said.stripTrailing().lastIndexOf('\n') + 1);
    }

    @Override
    public void close() {
        broker.close();
    }
}
