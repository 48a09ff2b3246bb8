package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.peers.Part;
import org.rembus.benchmarks.peers.PeerFleet;
import org.rembus.benchmarks.plot.Axis;
import org.rembus.benchmarks.plot.Line;
import org.rembus.benchmarks.plot.LineChart;
import org.rembus.benchmarks.plot.Point;

/**
 * How many messages get through the real broker, and how late, against the number of connections and of subscriptions beside them, of
 * topics, and against the size of messages. QoS 0, one publisher, one subscriber.
 */
final class Growth {
    static final Map<String, Long> USUAL =
            Map.of("--connections", 10_000L, "--subscriptions", 100_000L, "--topics", 1_000_000L, "--bytes", 1L << 20);

    private static final int USUAL_BYTES = 128;
    private static final int SUBSCRIBERS = 100;
    private static final int UNDER_WAY = 16;
    private static final int PATIENCE_SECONDS = 60;
    private static final double WARM_UP_SECONDS = 0.7;
    private static final double SECONDS = 2;
    private static final double CALM_PER_SECOND = 10_000;
    private static final double CALM_SHARE = 0.25;

    private final LaunchedBroker broker;
    private final Findings findings;
    private final Map<String, List<Row>> all = new LinkedHashMap<>();

    private Growth(LaunchedBroker broker, Findings findings) {
        this.broker = broker;
        this.findings = findings;
    }

    /**
     * What was found.
     *
     * @param number of what grows
     * @param perSecond messages, at most
     * @param p99Us at a quarter of that, or 10,000 a second if that is less
     */
    record Row(long number, long perSecond, long p99Us) {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException {
        try (LaunchedBroker broker = LaunchedBroker.start(
                Launcher.ofUsers(),
                folder.resolve("log"),
                "--ws",
                "0",
                "--store",
                "durable",
                "--data",
                folder.resolve("data").toString())) {
            Growth growth = new Growth(broker, findings);
            growth.row("warm-up", 1, 1, USUAL_BYTES);
            growth.all.clear();
            growth.run(wishes);
        }
        return true;
    }

    private void run(Wishes wishes) throws IOException, InterruptedException {
        for (int count = 10; count <= wishes.number("--connections"); count *= 10) {
            rowBeside("connections", count, count, Part.silent());
        }
        for (int count = 1000; count <= wishes.number("--subscriptions"); count *= 10) {
            rowBeside("subscriptions", count, SUBSCRIBERS, new OtherTopics(count / SUBSCRIBERS));
        }
        for (int count = 1; count <= wishes.number("--topics"); count *= 100) {
            row("topics", count, count, USUAL_BYTES);
        }
        for (int bytes = 16; bytes <= wishes.number("--bytes"); bytes *= 16) {
            row("bytes", bytes, 1, bytes);
        }
        for (Map.Entry<String, List<Row>> each : all.entrySet()) {
            findings.table(each.getKey(), each.getValue());
            draw(each.getKey(), each.getValue());
        }
    }

    private void rowBeside(String what, int number, int peers, Part part) throws IOException, InterruptedException {
        InetSocketAddress address =
                new InetSocketAddress(broker.url().getHost(), broker.url().getPort());
        try (PeerFleet fleet = PeerFleet.start(address, peers, UNDER_WAY, part)) {
            fleet.awaitAllUp(PATIENCE_SECONDS);
            row(what, number, 1, USUAL_BYTES);
        }
    }

    private void row(String what, int number, int topics, int bytes) throws InterruptedException {
        try (Throughput throughput = new Throughput(broker.url().toString(), topics, bytes)) {
            throughput.mostPerSecond(WARM_UP_SECONDS);
            double most = throughput.mostPerSecond(SECONDS);
            double p99Us = throughput.p99Us(Math.min(CALM_PER_SECOND, most * CALM_SHARE), SECONDS);
            Row row = new Row(number, Math.round(most), Math.round(p99Us));
            findings.say(what + " " + row);
            all.computeIfAbsent(what, any -> new ArrayList<>()).add(row);
        }
    }

    private void draw(String what, List<Row> rows) throws IOException {
        Axis x = Axis.log(what.equals("bytes") ? "bytes of a message" : what);
        List<Point> rate = rows.stream()
                .map(row -> new Point(row.number(), row.perSecond()))
                .toList();
        List<Point> late =
                rows.stream().map(row -> new Point(row.number(), row.p99Us())).toList();
        findings.attach(
                "-" + what + "-rate.svg",
                new LineChart(
                                "Messages a second",
                                x,
                                Axis.linear("messages/s"),
                                List.of(new Line("1 → 1, QoS 0", rate)))
                        .svg());
        findings.attach(
                "-" + what + "-p99.svg",
                new LineChart("Latency, p99", x, Axis.linear("µs"), List.of(new Line("1 → 1, QoS 0", late))).svg());
    }
}
