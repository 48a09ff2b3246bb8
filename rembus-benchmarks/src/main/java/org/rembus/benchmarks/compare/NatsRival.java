package org.rembus.benchmarks.compare;

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

/**
 * {@code nats-server} with a JetStream of files and {@code sync_interval: always}, and {@code nats bench} as its load
 * generator. The backlog for its replay is published while that setting is off: how it came there is not measured.
 */
final class NatsRival implements Rival {
    private static final Duration MOST = Duration.ofSeconds(40);
    private static final int BACKLOG = 300_000;
    private static final int SAMPLE = 2_000;
    private static final String STREAM = "benchstream";

    private final GoTools tools;
    private final NatsBench bench;
    private final Path folder;
    private final Server server;

    private NatsRival(GoTools tools, Path folder) throws IOException, InterruptedException {
        this.tools = tools;
        this.bench = new NatsBench(tools, folder);
        this.folder = folder;
        this.server = new Server("always");
    }

    static Rival open(GoTools tools, Path folder) throws IOException, InterruptedException {
        return new NatsRival(tools, folder);
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
            return bench.run(benchCommand(words), url, MOST);
        }

        @Override
        public void close() {
            child.close();
        }
    }

    private List<String> benchCommand(String... words) {
        List<String> command = new ArrayList<>(List.of("js"));
        command.addAll(List.of(words));
        command.addAll(List.of("--size", String.valueOf(Workload.DURABLE_ONE.bytes()), "--timeout", "30s"));
        return bench.command(command.toArray(String[]::new));
    }

    @Override
    public String name() {
        return "NATS JetStream";
    }

    @Override
    public String version() {
        return NatsBench.VERSION;
    }

    @Override
    public String command() {
        return Report.shown(server.command, folder) + " (store_dir, sync_interval: always)";
    }

    @Override
    public String gathers() {
        return "batches as the way says: the next when all of the last are acknowledged";
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
        return figures(server, count, words);
    }

    private Contestant replay(String way, String promise, String kind) {
        return new Contestant(Workload.REPLAY, name(), way + ", " + BACKLOG + " messages", promise, duration -> {
            try (Server quick = new Server("2m")) {
                String count = String.valueOf(BACKLOG);
                quick.bench("pub", "async", "bench.topic", "--create", "--purge", "--storage", "file", "--msgs", count);
                String[] words = {kind, "--stream", STREAM, "--msgs", count};
                return figures(quick, BACKLOG, words);
            }
        });
    }

    private Figures figures(Server measured, long messages, String... words) throws IOException, InterruptedException {
        Meter meter = Meter.of(measured.child);
        String said = measured.bench(words);
        return NatsBench.figures(
                said, meter.cost(messages), Report.shown(benchCommand(words), folder), "a batch, closed loop");
    }

    @Override
    public void close() {
        server.close();
    }
}
