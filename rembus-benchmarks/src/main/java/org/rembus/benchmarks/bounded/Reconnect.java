package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;
import org.rembus.benchmarks.peers.FleetCounts;
import org.rembus.benchmarks.peers.PeerFleet;
import org.rembus.client.Component;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/**
 * Very many components lose their broker at the same time, by a crash, and come back when it is there again, each after a pause
 * of its own as our library makes it; while they do, what they are subscribed to is published.
 */
final class Reconnect {
    static final Map<String, Long> USUAL = Map.of("--components", 10_000L, "--topics", 100L, "--messages", 3L);

    private static final double MIB = 1 << 20;
    private static final int PATIENCE_SECONDS = 90;

    private Reconnect() {}

    /**
     * What the broker that came back went through, until all components were back, with all messages.
     *
     * @param upMs from when it was ready until all were back
     * @param completeMs from then until all had what they were to get
     * @param attempts to connect, of all components
     * @param refused of these by the system
     * @param cutOff of these by the broker
     * @param again messages that came more than once
     */
    record Outcome(
            long firstMs,
            long upMs,
            long completeMs,
            long cpuMs,
            double highestMib,
            long sockets,
            long attempts,
            long refused,
            long cutOff,
            long again) {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException {
        int components = wishes.number("--components");
        Outcome outcome =
                run(Launcher.ofUsers(), folder, components, wishes.number("--topics"), wishes.number("--messages"));
        findings.figure("all connected for the first time, at once, ms", outcome.firstMs());
        findings.figure("all back, ms after the broker was ready", outcome.upMs());
        findings.figure("all have all messages, ms after the broker was ready", outcome.completeMs());
        findings.figure("the broker's processor time until then, ms", outcome.cpuMs());
        findings.figure("resident at most, MiB", Math.round(outcome.highestMib()));
        findings.figure("sockets", outcome.sockets());
        findings.figure("attempts to connect", outcome.attempts());
        findings.figure("of these refused while there was no broker, or by the system", outcome.refused());
        findings.figure("of these cut off by the broker", outcome.cutOff());
        findings.figure("messages that came more than once", outcome.again());
        return outcome.cutOff() == 0;
    }

    /** @throws IOException if not all are back, with all messages, after a minute and a half */
    static Outcome run(Launcher launcher, Path folder, int components, int topics, int messages)
            throws IOException, InterruptedException {
        Comeback part = new Comeback(components, topics, messages);
        LaunchedBroker first = start(launcher, folder, 0);
        int port = first.url().getPort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        long startNs = System.nanoTime();
        try (PeerFleet fleet = PeerFleet.start(address, components, components, part)) {
            long firstMs;
            try (first) {
                fleet.awaitAllUp(PATIENCE_SECONDS);
                firstMs = millisSince(startNs);
                first.kill();
            }
            fleet.await(() -> fleet.counts().up() == 0, PATIENCE_SECONDS);
            try (LaunchedBroker second = start(launcher, folder, port)) {
                return comeBack(second, fleet, part, firstMs, new Wanted(components, topics, messages));
            }
        }
    }

    /** What is to come. */
    private record Wanted(int components, int topics, int messages) {}

    private static Outcome comeBack(LaunchedBroker broker, PeerFleet fleet, Comeback part, long firstMs, Wanted wanted)
            throws IOException, InterruptedException {
        ProcessFigures figures = broker.figures();
        FleetCounts counts = fleet.counts();
        Duration cpu = figures.cpu();
        long attempts = counts.attempts();
        long refused = counts.refused();
        long cutOff = counts.cutOff();
        long startNs = System.nanoTime();
        try (Component publisher = Rembus.component(broker.url().toString())) {
            for (int i = 0; i < wanted.messages() * wanted.topics(); i++) {
                publisher.publish(Publish.to(Comeback.topic(i / wanted.messages()))
                        .qos(QoS.AT_LEAST_ONCE)
                        .with(i % wanted.messages()));
            }
        }
        fleet.awaitAllUp(PATIENCE_SECONDS);
        long upMs = millisSince(startNs);
        fleet.await(() -> part.complete() == wanted.components(), PATIENCE_SECONDS);
        return new Outcome(
                firstMs,
                upMs,
                millisSince(startNs),
                figures.cpu().minus(cpu).toMillis(),
                figures.highestResidentBytes() / MIB,
                figures.sockets(),
                counts.attempts() - attempts,
                counts.refused() - refused,
                counts.cutOff() - cutOff,
                part.again());
    }

    private static LaunchedBroker start(Launcher launcher, Path folder, int port) throws IOException {
        return LaunchedBroker.start(
                launcher,
                folder.resolve("log"),
                "--ws",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString());
    }

    private static long millisSince(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
