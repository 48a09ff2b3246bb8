package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code nats-server} as it is by default, which stores nothing, over TCP and over WebSocket, and {@code nats bench} as its
 * load generator. That one tells no latency of a delivery.
 */
final class CoreNatsRival implements Rival {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String SUBJECT = "bench";
    private static final int SAMPLE = 200_000;
    private static final int SAMPLE_OF_CALLS = 2_000;

    private final NatsBench bench;
    private final Path folder;
    private final List<String> command;
    private final Child server;
    private final List<Door> doors;

    private CoreNatsRival(GoTools tools, Path folder) throws IOException, InterruptedException {
        this.bench = new NatsBench(tools, folder);
        this.folder = folder;
        int tcp = Ports.free();
        int webSocket = Ports.free();
        this.doors = List.of(
                new Door("WebSocket", "ws://127.0.0.1:" + webSocket), new Door("TCP", "nats://127.0.0.1:" + tcp));
        Path config = folder.resolve("core.conf");
        Files.writeString(
                config,
                "listen: \"127.0.0.1:%d\"%nwebsocket { listen: \"127.0.0.1:%d\", no_tls: true }%n"
                        .formatted(tcp, webSocket));
        this.command = List.of(tools.natsServer(), "-c", config.toString());
        this.server = Child.start(command, Map.of(), folder.resolve("server.log"));
        Ports.awaitOpen(tcp, server);
        Ports.awaitOpen(webSocket, server);
    }

    /** A way in. */
    private record Door(String transport, String url) {}

    static Rival open(GoTools tools, Path folder) throws IOException, InterruptedException {
        return new CoreNatsRival(tools, folder);
    }

    @Override
    public String name() {
        return "NATS";
    }

    @Override
    public String version() {
        return NatsBench.VERSION;
    }

    @Override
    public String command() {
        return Report.shown(command, folder) + " (TCP, and WebSocket without TLS)";
    }

    @Override
    public String gathers() {
        return "server and client write what lies in their buffers, each as soon as the last write is done";
    }

    @Override
    public List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        for (Door door : doors) {
            Workload.PUBLISHES.forEach(workload -> all.add(publish(workload, door)));
            all.add(calls(Workload.CALLS_ONE, door, 1));
            all.add(calls(Workload.CALLS_FIFTY, door, Workload.CALLERS));
        }
        return all;
    }

    private Contestant publish(Workload workload, Door door) {
        int subscribers = workload.subscribers();
        return new Contestant(workload, name(), door.transport(), "not stored", duration -> {
            Figures sample = publish(workload, door, subscribers, SAMPLE);
            long count = Math.round(sample.perSecond() * duration.toSeconds() / subscribers);
            return publish(workload, door, subscribers, Math.max(SAMPLE, count));
        });
    }

    private Figures publish(Workload workload, Door door, int subscribers, long count)
            throws IOException, InterruptedException {
        String messages = String.valueOf(count);
        String size = String.valueOf(workload.bytes());
        List<String> publish = bench.command("pub", SUBJECT, "--msgs", messages, "--size", size);
        List<String> subscribe = bench.command(
                "sub", SUBJECT, "--clients", String.valueOf(subscribers), "--msgs", messages, "--size", size);
        try (NatsBench.Running running = bench.start(subscribe, door.url())) {
            running.awaitWord("Starting Core NATS subscriber", subscribers);
            Meter meter = Meter.of(server);
            bench.run(publish, door.url(), MOST);
            String said = running.awaitEnd(MOST);
            return NatsBench.figures(said, meter.cost(count * subscribers), Report.shown(publish, folder), null);
        }
    }

    private Contestant calls(Workload workload, Door door, int callers) {
        return new Contestant(workload, name(), door.transport(), "", duration -> {
            String size = String.valueOf(workload.bytes());
            try (NatsBench.Running service =
                    bench.start(bench.command("service", "serve", SUBJECT, "--size", size), door.url())) {
                service.awaitWord("Starting Core NATS service", 1);
                Figures sample = calls(workload, door, callers, SAMPLE_OF_CALLS);
                return calls(workload, door, callers, Math.round(sample.perSecond() * duration.toSeconds()));
            }
        });
    }

    private Figures calls(Workload workload, Door door, int callers, long count)
            throws IOException, InterruptedException {
        List<String> request = bench.command(
                "service",
                "request",
                SUBJECT,
                "--clients",
                String.valueOf(callers),
                "--msgs",
                String.valueOf(count),
                "--size",
                String.valueOf(workload.bytes()));
        Meter meter = Meter.of(server);
        String said = bench.run(request, door.url(), MOST);
        return NatsBench.figures(said, meter.cost(count), Report.shown(request, folder), "a call, closed loop");
    }

    @Override
    public void close() {
        server.close();
    }
}
