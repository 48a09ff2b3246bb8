package org.rembus.benchmarks.compare;

import static org.rembus.benchmarks.compare.RembusBench.words;
import static org.rembus.benchmarks.compare.Workload.BACKLOG;
import static org.rembus.benchmarks.compare.Workload.PUBLISHERS;
import static org.rembus.benchmarks.compare.Workload.SHARED_WINDOW;
import static org.rembus.benchmarks.compare.Workload.WINDOW;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;

/**
 * {@code rembus broker}, as it is by default and one that stores no message, and {@code rembus bench} as their load
 * generator.
 */
final class RembusRival implements Rival {
    private static final Map<String, String> STORING_NOTHING = Map.of("REMBUS_TOPICS", "{\"**\":{\"store\":\"none\"}}");
    private static final String FORCED = "on the disk (one fsync for all that came meanwhile)";

    private final RembusBench bench;
    private final Server storing;
    private final Server live;
    private final String version;

    private RembusRival(RembusBench bench) throws IOException {
        this.bench = bench;
        this.storing = Server.start(bench, "data", Map.of());
        this.live = Server.start(bench, "live", STORING_NOTHING);
        this.version = "this checkout, Java " + Runtime.version().feature() + ", "
                + String.join(" ", live.broker().figures().options());
    }

    /** One that runs, with a folder of its own. */
    private record Server(List<String> command, LaunchedBroker broker) implements AutoCloseable {
        static Server start(RembusBench bench, String name, Map<String, String> settings) throws IOException {
            Map<String, String> environment = new HashMap<>(bench.environment());
            environment.putAll(settings);
            List<String> options =
                    List.of("--ws", "0", "--data", bench.folder().resolve(name).toString());
            List<String> command = new ArrayList<>(List.of(bench.rembus(), "broker"));
            command.addAll(options);
            Launcher launcher = new Launcher(List.of(bench.rembus()), environment);
            Path log = bench.folder().resolve(name + ".log");
            return new Server(command, LaunchedBroker.start(launcher, log, options.toArray(String[]::new)));
        }

        RembusBench.Target target() {
            return new RembusBench.Target(broker.url().toString(), broker.pid());
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** @param rembus the command */
    static Rival open(String rembus, Path folder) throws IOException {
        return new RembusRival(new RembusBench(rembus, folder));
    }

    @Override
    public String name() {
        return "Rembus";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String command() {
        return Report.shown(storing.command(), bench.folder()) + "; not stored: REMBUS_TOPICS="
                + STORING_NOTHING.get("REMBUS_TOPICS");
    }

    @Override
    public String gathers() {
        return "broker and component write once what came in one turn of their event loops";
    }

    @Override
    public List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        for (Workload workload : Workload.PUBLISHES) {
            all.add(publish(workload, "not stored", live));
            all.add(publish(workload, "stored", storing));
        }
        all.addAll(calls(Workload.CALLS_ONE, 1));
        all.addAll(calls(Workload.CALLS_FIFTY, Workload.CALLERS));
        all.add(durable(Workload.DURABLE_ONE, "window of " + WINDOW, 1, WINDOW));
        all.add(durable(Workload.DURABLE_FIFTY, "windows of " + SHARED_WINDOW, PUBLISHERS, SHARED_WINDOW));
        all.add(replay("QoS 0", "not acknowledged", 0));
        all.add(replay("QoS 1", "each message acknowledged", 1));
        return all;
    }

    /** The publisher is at most a window ahead of the slowest subscriber. */
    private Contestant publish(Workload workload, String promise, Server server) {
        int subscribers = workload.subscribers();
        return new Contestant(
                workload,
                name(),
                "WebSocket, QoS 0, " + promise,
                promise,
                duration -> bench.rateThenLatency(
                        server.target(),
                        words(workload, "publish", "--subscribers", subscribers),
                        duration,
                        subscribers));
    }

    private List<Contestant> calls(Workload workload, int callers) {
        List<String> load = words(workload, "rpc", "--callers", callers);
        List<String> onLoop = words(workload, "rpc", "--callers", callers, "--non-blocking");
        return List.of(
                calls(workload, "WebSocket, handler on the I/O thread", onLoop),
                calls(workload, "WebSocket, handler in a thread of its own", load));
    }

    private Contestant calls(Workload workload, String way, List<String> load) {
        return new Contestant(workload, name(), way, "", duration -> bench.calls(live.target(), load, duration));
    }

    private Contestant durable(Workload workload, String way, int publishers, int window) {
        return new Contestant(
                workload,
                name(),
                "QoS 1, " + way,
                FORCED,
                duration -> bench.rateThenLatency(
                        storing.target(),
                        words(workload, "durable", "--publishers", publishers, "--window", window),
                        duration,
                        1));
    }

    private Contestant replay(String way, String promise, int qos) {
        return new Contestant(
                Workload.REPLAY,
                name(),
                way,
                promise,
                duration -> bench.rate(
                        storing.target(), words(Workload.REPLAY, "replay", "--count", BACKLOG, "--qos", qos)));
    }

    @Override
    public void close() {
        live.close();
        storing.close();
    }
}
