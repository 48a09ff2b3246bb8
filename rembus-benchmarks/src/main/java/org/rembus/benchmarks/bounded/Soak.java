package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;

/**
 * Puts a mixed load on a broker in a process of its own, at half of what it takes, for as long as is asked for, and looks at
 * what it holds: meanwhile, and when the load has ended, compared with before.
 */
final class Soak {
    static final Map<String, Long> USUAL = Map.of("--seconds", 1800L, "--warmup", 20L, "--samples", 60L);

    /** The journal keeps twice 32 MiB: what is newest, and what was read lately. */
    private static final long CACHES = 72L << 20;

    private static final Held.Allowance AFTERWARDS = new Held.Allowance(CACHES, 24L << 20, 24L << 20, 0, 0, 8);

    /** One that comes or goes is counted or not. */
    private static final Held.Allowance MEANWHILE = new Held.Allowance(CACHES, 48L << 20, 24L << 20, 2, 4, 12);

    private static final int RETENTION_MIB = 512;
    private static final int SETTLING_SECONDS = 15;
    private static final int LOOK_EVERY_MS = 100;

    private final LaunchedBroker broker;
    private final ProcessFigures figures;
    private final List<Sample> samples = new ArrayList<>();

    private Soak(LaunchedBroker broker) {
        this.broker = broker;
        this.figures = broker.figures();
    }

    /** What the broker held under load, so many seconds after it began. */
    record Sample(double seconds, long published, Held held) {}

    /**
     * What came of it.
     *
     * @param mostPerSecond what the broker took in the warm-up
     * @param grown what has grown, in sentences; empty when all is well
     */
    record Outcome(
            long mostPerSecond, String done, Held before, List<Sample> samples, Held after, List<String> grown) {}

    static boolean measure(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException {
        Outcome outcome = run(
                Launcher.ofUsers(),
                folder,
                wishes.number("--warmup"),
                wishes.number("--seconds"),
                wishes.number("--samples"));
        SoakReport.write(outcome, findings);
        return outcome.grown().isEmpty();
    }

    static Outcome run(Launcher launcher, Path folder, int warmUpSeconds, int seconds, int samples)
            throws IOException, InterruptedException {
        Launcher watched = launcher.with(
                "-XX:NativeMemoryTracking=summary",
                Map.of("REMBUS_RETENTION_SIZE", Long.toString((long) RETENTION_MIB << 20)));
        try (LaunchedBroker broker = LaunchedBroker.start(
                watched,
                folder.resolve("log"),
                "--ws",
                "0",
                "--data",
                folder.resolve("data").toString())) {
            return new Soak(broker).run(warmUpSeconds, seconds, samples);
        }
    }

    private Outcome run(int warmUpSeconds, int seconds, int count) throws IOException, InterruptedException {
        long mostPerSecond = load(0, warmUpSeconds, 1).published() / warmUpSeconds;
        Held before = Held.by(figures);
        samples.clear();
        MixedLoad load = load(mostPerSecond / 2, seconds, count);
        awaitSettled(before);
        Held after = Held.by(figures);
        List<String> grown = new ArrayList<>(after.grownSince(before, AFTERWARDS));
        grown.addAll(grownMeanwhile());
        Throwable failure = load.failure();
        if (failure != null) {
            grown.add("the load failed: " + failure);
        }
        return new Outcome(mostPerSecond, load.done(), before, List.copyOf(samples), after, grown);
    }

    private MixedLoad load(long perSecond, int seconds, int count) throws IOException, InterruptedException {
        try (MixedLoad load = MixedLoad.start(broker.url().toString(), perSecond)) {
            long startNs = System.nanoTime();
            for (int i = 1; i <= count && load.failure() == null; i++) {
                long dueNs = startNs + TimeUnit.SECONDS.toNanos(seconds) * i / count;
                TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
                samples.add(new Sample((System.nanoTime() - startNs) / 1e9, load.published(), Held.by(figures)));
            }
            return load;
        }
    }

    /** The broker hears a little later than this process that connections have ended. */
    private void awaitSettled(Held before) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLING_SECONDS);
        while (System.nanoTime() - endNs < 0
                && (figures.sockets() > before.sockets() || figures.threads() > before.threads())) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    /** The last quarter compared with the second. */
    private List<String> grownMeanwhile() {
        int quarter = samples.size() / 4;
        if (quarter == 0) {
            return List.of();
        }
        Held second = least(samples.subList(quarter, 2 * quarter));
        Held last = least(samples.subList(samples.size() - quarter, samples.size()));
        return last.grownSince(second, MEANWHILE).stream()
                .map(sentence -> "under load, " + sentence)
                .toList();
    }

    private static Held least(List<Sample> some) {
        return new Held(
                some.stream().mapToLong(each -> each.held().heapBytes()).min().orElseThrow(),
                some.stream().mapToLong(each -> each.held().directBytes()).min().orElseThrow(),
                some.stream()
                        .mapToLong(each -> each.held().residentBytes())
                        .min()
                        .orElseThrow(),
                some.stream().mapToLong(each -> each.held().threads()).min().orElseThrow(),
                some.stream().mapToLong(each -> each.held().sockets()).min().orElseThrow(),
                some.stream().mapToLong(each -> each.held().files()).min().orElseThrow());
    }
}
