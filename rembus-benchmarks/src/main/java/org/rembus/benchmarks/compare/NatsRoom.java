package org.rembus.benchmarks.compare;

import static org.rembus.benchmarks.compare.Workload.MESSAGE_BYTES;
import static org.rembus.benchmarks.compare.Workload.PUBLISHERS;
import static org.rembus.benchmarks.compare.Workload.SHARED_WINDOW;
import static org.rembus.benchmarks.compare.Workload.WINDOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code nats-server} with a JetStream of files and {@code sync_interval: always}, and {@code nats bench} as its load
 * generator. The backlog for its replay is published while that setting is off: how it came there is not measured.
 */
final class NatsRoom implements Room {
    private static final Duration MOST = Duration.ofSeconds(40);
    private static final int BACKLOG = 300_000;
    private static final int SAMPLE = 2_000;
    private static final String STREAM = "benchstream";
    private static final Pattern RATE = Pattern.compile("stats: ([\\d,]+) msgs/sec");
    private static final Pattern P50 = Pattern.compile("P50: ([\\d,.]+)us");
    private static final Pattern P99 = Pattern.compile("P99: ([\\d,.]+)us");
    private static final double US_PER_MS = 1000.0;

    private final GoTools tools;
    private final Path folder;
    private final Server server;

    private NatsRoom(GoTools tools, Path folder) throws IOException, InterruptedException {
        this.tools = tools;
        this.folder = folder;
        this.server = new Server("always");
    }

    static Room open(GoTools tools, Path folder) throws IOException, InterruptedException {
        return new NatsRoom(tools, folder);
    }

    /** One that runs, with a store of its own. */
    private final class Server implements AutoCloseable {
        private final List<String> command;
        private final Child child;
        private final String url;

        Server(String syncInterval) throws IOException, InterruptedException {
            int port = Ports.free();
            Path config = folder.resolve("sync-" + syncInterval + ".conf");
            Path store = folder.resolve("store-" + syncInterval);
            Files.writeString(
                    config,
                    "listen: \"127.0.0.1:%d\"%njetstream { store_dir: \"%s\", sync_interval: %s }%n"
                            .formatted(port, store, syncInterval));
            this.command = List.of(tools.natsServer(), "-c", config.toString());
            this.url = "nats://127.0.0.1:" + port;
            this.child = Child.start(command, Map.of(), folder.resolve("server-" + syncInterval + ".log"));
            Ports.awaitOpen(port, child);
        }

        String bench(String... words) throws IOException, InterruptedException {
            return Child.run(benchCommand(words), Map.of("NATS_URL", url), folder, MOST);
        }

        @Override
        public void close() {
            child.close();
        }
    }

    private List<String> benchCommand(String... words) {
        List<String> command = new ArrayList<>(List.of(tools.nats(), "bench", "js"));
        command.addAll(List.of(words));
        command.addAll(List.of("--size", String.valueOf(MESSAGE_BYTES), "--no-progress", "--timeout", "30s"));
        return command;
    }

    @Override
    public String name() {
        return "NATS JetStream";
    }

    @Override
    public String version() {
        return "nats-server " + GoTools.SERVER_VERSION + ", nats " + GoTools.CLI_VERSION;
    }

    @Override
    public String command() {
        return Report.shown(server.command, folder) + " (store_dir, sync_interval: always)";
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                durable(Workload.DURABLE_ONE, "async, batches of " + WINDOW, "async", 1, WINDOW),
                durable(Workload.DURABLE_ONE, "atomic batches of " + WINDOW + " (all or nothing)", "atomic", 1, WINDOW),
                durable(
                        Workload.DURABLE_FIFTY,
                        "async, batches of " + SHARED_WINDOW,
                        "async",
                        PUBLISHERS,
                        SHARED_WINDOW),
                replay("ordered consumer", "not acknowledged", "ordered"),
                replay("durable consumer", "each message acknowledged", "consume"));
    }

    private Contestant durable(Workload workload, String way, String kind, int clients, int batch) {
        return new Contestant(workload, name(), way, "on the disk (sync_interval: always)", duration -> {
            Figures sample = publish(kind, clients, batch, SAMPLE);
            long count = Math.round(sample.perSecond() * duration.toSeconds() / WINDOW) * WINDOW;
            return publish(kind, clients, batch, Math.max(SAMPLE, count));
        });
    }

    private Figures publish(String kind, int clients, int batch, long count) throws IOException, InterruptedException {
        String[] words = {
            "pub",
            kind,
            "bench.topic",
            "--create",
            "--purge",
            "--storage",
            "file",
            "--clients",
            String.valueOf(clients),
            "--batch",
            String.valueOf(batch),
            "--msgs",
            String.valueOf(count)
        };
        return figures(server.bench(words), words);
    }

    private Contestant replay(String way, String promise, String kind) {
        return new Contestant(Workload.REPLAY, name(), way + ", " + BACKLOG + " messages", promise, duration -> {
            try (Server quick = new Server("2m")) {
                String count = String.valueOf(BACKLOG);
                quick.bench("pub", "async", "bench.topic", "--create", "--purge", "--storage", "file", "--msgs", count);
                String[] words = {kind, "--stream", STREAM, "--msgs", count};
                return figures(quick.bench(words), words);
            }
        });
    }

    private Figures figures(String said, String... words) throws IOException {
        Double rate = last(RATE, said);
        if (rate == null) {
            throw new IOException("nats bench said no rate:\n" + said);
        }
        Double p50 = last(P50, said);
        Double p99 = last(P99, said);
        Figures.Latency latency = p50 == null || p99 == null
                ? null
                : new Figures.Latency(p50 / US_PER_MS, p99 / US_PER_MS, "a batch, closed loop");
        return new Figures(rate, latency, Report.shown(benchCommand(words), folder));
    }

    private static @Nullable Double last(Pattern pattern, String said) {
        Double found = null;
        for (Matcher matcher = pattern.matcher(said); matcher.find(); ) {
            found = Double.valueOf(matcher.group(1).replace(",", ""));
        }
        return found;
    }

    @Override
    public void close() {
        server.close();
    }
}
