package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;
import org.rembus.benchmarks.peers.PeerFleet;

/**
 * What {@link Subscriptions} finds in the router, with the real broker and over sockets: very many components with many
 * subscriptions each, one in ten a pattern; how long it takes, what memory, and what gets through beside them.
 */
final class Subscribers {
    static final Map<String, Long> USUAL = Map.of("--components", 10_000L, "--each", 100L);

    /** More than are counted for one, of memory.topics. */
    private static final long COUNTED_BYTES = 1500;

    private static final String HEAP = "-Xmx2g";
    private static final int UNDER_WAY = 64;
    private static final int PATIENCE_SECONDS = 120;
    private static final int BYTES = 128;
    private static final double SECONDS = 3;
    private static final double MIB = 1 << 20;

    private Subscribers() {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException {
        int components = wishes.number("--components");
        long subscriptions = (long) components * wishes.number("--each");
        long room = Math.max(1L << 26, 2 * COUNTED_BYTES * subscriptions);
        Launcher launcher = Launcher.ofUsers().with(HEAP, Map.of("REMBUS_MEMORY_TOPICS", Long.toString(room)));
        try (LaunchedBroker broker = LaunchedBroker.start(
                launcher,
                folder.resolve("log"),
                "--ws",
                "0",
                "--store",
                "durable",
                "--data",
                folder.resolve("data").toString())) {
            throughput(broker, "alone", findings);
            ProcessFigures figures = broker.figures();
            figures.collect();
            long before = figures.heapBytes();
            InetSocketAddress address =
                    new InetSocketAddress(broker.url().getHost(), broker.url().getPort());
            long startNs = System.nanoTime();
            try (PeerFleet fleet =
                    PeerFleet.start(address, components, UNDER_WAY, new OtherTopics(wishes.number("--each")))) {
                fleet.awaitAllUp(PATIENCE_SECONDS);
                long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                findings.figure("all connected and subscribed, ms", ms);
                findings.figure("subscriptions/s", subscriptions * 1000 / ms);
                figures.collect();
                long bytes = figures.heapBytes() - before;
                findings.figure(
                        "heap for each subscription, its part of a connection included, bytes", bytes / subscriptions);
                findings.figure("resident, MiB", Math.round(figures.residentBytes() / MIB));
                throughput(broker, "beside them", findings);
                return fleet.counts().cutOff() == 0;
            }
        }
    }

    private static void throughput(LaunchedBroker broker, String when, Findings findings) throws InterruptedException {
        try (Throughput throughput = new Throughput(broker.url().toString(), 1, BYTES)) {
            throughput.mostPerSecond(SECONDS);
            findings.figure("1 → 1, " + when + ", messages/s", Math.round(throughput.mostPerSecond(SECONDS)));
        }
    }
}
