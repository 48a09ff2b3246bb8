package org.rembus.benchmarks.compare;

import static org.rembus.benchmarks.compare.RembusBench.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code brokerd} of the Python package {@code rembus}, with {@code rembus bench} as its load generator, too.
 *
 * <p>It keeps every message in memory and writes to DuckDB once a second.
 */
final class PythonRival implements Rival {
    private static final String REQUIREMENTS = "requirements-0.8.23.txt";
    private static final String EXTENSION = "install_extension.py";
    private static final String PACKAGE = "rembus==";
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final String BROKERD = "import sys; from rembus.brokerd import main; sys.exit(main())";

    private final RembusBench bench;
    private final String version;
    private final List<String> command;
    private final Child broker;
    private final RembusBench.Target target;

    private PythonRival(RembusBench bench, Path environment, String version) throws IOException, InterruptedException {
        this.bench = bench;
        this.version = version;
        this.command = List.of(environment.resolve("bin").resolve("python").toString(), "-c", BROKERD);
        int port = Ports.free();
        this.broker = Child.start(
                command,
                Map.of(
                        "HOME", environment.toString(),
                        "REMBUS_DIR", bench.folder().toString(),
                        "REMBUS_PORT", String.valueOf(port)),
                bench.folder().resolve("brokerd.log"));
        Ports.awaitOpen(port, broker);
        this.target = new RembusBench.Target("ws://127.0.0.1:" + port, broker.pid());
    }

    /**
     * @param rembus the command that puts the load on
     * @param cache where virtual environments are kept, one for each list of requirements
     * @param scripts a folder with the list of all packages, pinned, and the script that puts DuckDB's extension in its place
     * @throws IOException if there is no Python, or its packages cannot be had
     */
    static Rival open(String rembus, Path folder, Path cache, Path scripts) throws IOException, InterruptedException {
        Path requirements = scripts.resolve(REQUIREMENTS);
        String list = Files.readString(requirements);
        String version = list.lines()
                .filter(line -> line.startsWith(PACKAGE))
                .map(line -> "rembus " + line.substring(PACKAGE.length()))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + PACKAGE + " in " + requirements));
        Path environment = cache.resolve("python-" + Integer.toHexString(list.hashCode()));
        if (!Files.exists(environment.resolve("complete"))) {
            fill(environment, requirements, scripts.resolve(EXTENSION));
        }
        return new PythonRival(new RembusBench(rembus, folder), environment, version);
    }

    private static void fill(Path environment, Path requirements, Path extension)
            throws IOException, InterruptedException {
        Files.createDirectories(environment);
        run(environment, "python3", "-m", "venv", environment.toString());
        String python = environment.resolve("bin").resolve("python").toString();
        run(environment, python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", requirements.toString());
        run(environment, python, extension.toString(), environment.toString());
        Files.createFile(environment.resolve("complete"));
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Child.run(List.of(command), Map.of(), folder, MOST);
    }

    @Override
    public String name() {
        return "Python broker";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String command() {
        return "brokerd";
    }

    @Override
    public String gathers() {
        return "the broker does not; the load is that of Rembus";
    }

    @Override
    public List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        for (Workload workload : Workload.PUBLISHES) {
            all.add(contestant(
                    workload,
                    "stored",
                    duration -> bench.rateThenLatency(
                            target,
                            words(workload, "publish", "--subscribers", workload.subscribers()),
                            duration,
                            workload.subscribers())));
        }
        all.add(calls(Workload.CALLS_ONE, 1));
        all.add(calls(Workload.CALLS_FIFTY, Workload.CALLERS));
        return all;
    }

    private Contestant calls(Workload workload, int callers) {
        return contestant(
                workload,
                "",
                duration ->
                        bench.calls(target, words(workload, "rpc", "--non-blocking", "--callers", callers), duration));
    }

    private Contestant contestant(Workload workload, String promise, Contestant.Run run) {
        return new Contestant(workload, name(), "WebSocket", promise, run);
    }

    @Override
    public void close() {
        broker.close();
    }
}
