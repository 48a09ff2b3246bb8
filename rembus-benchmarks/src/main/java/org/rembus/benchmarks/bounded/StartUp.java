package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rembus.benchmarks.ScaleData;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;
import org.rembus.benchmarks.peers.Part;
import org.rembus.benchmarks.peers.PeerFleet;

/**
 * How long {@code ./rembus broker} takes from its start until it has accepted a connection, with an empty data folder and with
 * a full one; then how much memory it takes when it has nothing to do, and for each connection that has nothing to do.
 */
final class StartUp {
    static final Map<String, Long> USUAL =
            Map.of("--starts", 7L, "--messages", 1_000_000L, "--twins", 100_000L, "--idle", 10_000L);

    private static final long GOAL_MS = 1000;
    private static final long GOAL_MIB = 100;
    private static final double GOAL_KIB_EACH = 11;
    private static final double MIB = 1 << 20;
    private static final int AWAY = 10;
    private static final int OWN = 100;
    private static final int UNDER_WAY = 16;
    private static final int PATIENCE_SECONDS = 60;

    private StartUp() {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException {
        Launcher launcher = Launcher.ofUsers();
        int starts = wishes.number("--starts");
        long emptyMs = medianMs(launcher, folder.resolve("empty"), starts, "empty folder", findings);
        new ScaleData(wishes.number("--twins"), wishes.number("--messages"), AWAY, OWN).writeTo(folder.resolve("full"));
        long fullMs = medianMs(launcher, folder.resolve("full"), starts, "full folder", findings);
        boolean isSmall = measureIdle(launcher, folder, wishes.number("--idle"), findings);
        return emptyMs < GOAL_MS && fullMs < GOAL_MS && isSmall;
    }

    /** Processor time is told, too, since what else the machine does delays a start. */
    private static long medianMs(Launcher launcher, Path data, int starts, String what, Findings findings)
            throws IOException, InterruptedException {
        long[] ms = new long[starts];
        long[] cpuMs = new long[starts];
        for (int i = 0; i < starts; i++) {
            long startNs = System.nanoTime();
            try (LaunchedBroker broker = start(launcher, data);
                    PeerFleet first = PeerFleet.start(address(broker.url()), 1, 1, Part.silent())) {
                first.awaitAllUp(PATIENCE_SECONDS);
                ms[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                cpuMs[i] = broker.figures().cpu().toMillis();
            }
        }
        Arrays.sort(ms);
        Arrays.sort(cpuMs);
        findings.figure("first connection, " + what + ", ms", ms[starts / 2]);
        findings.figure("processor time until then, " + what + ", ms", cpuMs[starts / 2]);
        return ms[starts / 2];
    }

    private static LaunchedBroker start(Launcher launcher, Path data) throws IOException {
        return LaunchedBroker.start(
                launcher, data.resolveSibling("broker.log"), "--ws", "0", "--data", data.toString());
    }

    private static InetSocketAddress address(URI url) {
        return new InetSocketAddress(url.getHost(), url.getPort());
    }

    private static boolean measureIdle(Launcher launcher, Path folder, int idle, Findings findings)
            throws IOException, InterruptedException {
        try (LaunchedBroker broker = start(launcher, folder.resolve("idle"))) {
            ProcessFigures figures = broker.figures();
            figures.collect();
            long before = figures.residentBytes();
            findings.figure("resident, MiB", Math.round(before / MIB));
            try (PeerFleet fleet = PeerFleet.start(address(broker.url()), idle, UNDER_WAY, Part.silent())) {
                fleet.awaitAllUp(PATIENCE_SECONDS);
                figures.collect();
                double kibEach = (figures.residentBytes() - before) / 1024.0 / idle;
                findings.figure("for each idle connection, KiB", Math.round(kibEach * 10) / 10.0);
                findings.figure("resident with them, MiB", Math.round(figures.residentBytes() / MIB));
                return before / MIB < GOAL_MIB && kibEach < GOAL_KIB_EACH;
            }
        }
    }
}
