package org.rembus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.client.Rembus;

/**
 * How the whole broker stands many components that are away, and what they missed: makes a data folder, starts the real
 * {@code ./rembus broker} over it, and measures the time until it is ready, the memory of its process, and the time from
 * when a component that was away asks for what it missed until it has the last of it.
 *
 * <pre>./mvnw -q -pl rembus-benchmarks -am -Pscale -DskipTests package -Dscale="1000000 10000000"</pre>
 *
 * <p>The data takes about 2.5 GiB in the folder for temporary files, and is deleted in the end.
 */
final class Scale {
    private static final int AWAY = 10;
    private static final int OWN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long MIB = 1 << 20;

    private Scale() {}

    /** @param arguments how many components and how many messages */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ScaleData scale = new ScaleData(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), AWAY, OWN);
        Path folder = Files.createTempDirectory("rembus-scale");
        try {
            measure(scale, folder.resolve("data"));
        } finally {
            Folders.delete(folder);
        }
    }

    private static void measure(ScaleData scale, Path data) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        scale.writeTo(data);
        say("data folder made in " + millisSince(startNs) + " ms: " + mib(data.resolve("journal")) + " MiB of journal, "
                + mib(data.resolve("view")) + " MiB of view");
        Launcher launcher = Launcher.ofUsers();
        long launchNs = System.nanoTime();
        try (LaunchedBroker broker =
                LaunchedBroker.start(launcher, data.resolveSibling("log"), "--ws", "0", "--data", data.toString())) {
            say("ready after " + millisSince(launchNs) + " ms, "
                    + broker.figures().cpu().toMillis() + " ms of processor time");
            measure(broker);
        }
    }

    private static void measure(LaunchedBroker broker) throws IOException, InterruptedException {
        ProcessFigures figures = broker.figures();
        say("resident then: " + figures.residentBytes() / MIB + " MiB");
        for (int twin = 0; twin < AWAY; twin++) {
            catchUp(figures, broker.url().toString(), twin);
        }
        say("resident at most: " + figures.highestResidentBytes() / MIB + " MiB");
    }

    /** A component comes back; its subscription makes it reactive, and so the broker sends what it missed. */
    private static void catchUp(ProcessFigures broker, String url, int twin) throws InterruptedException {
        CountDownLatch missing = new CountDownLatch(OWN);
        try (Component component = Rembus.component(url + "/" + ScaleData.name(twin))) {
            component.rpc("version");
            long processorMs = broker.cpu().toMillis();
            long startNs = System.nanoTime();
            component.subscribe(ScaleData.topic(twin), From.lastReceived(), message -> missing.countDown());
            if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(missing.getCount() + " messages are missing");
            }
            say(ScaleData.name(twin) + " has its " + OWN + " messages after " + millisSince(startNs) + " ms, "
                    + (broker.cpu().toMillis() - processorMs) + " ms of the broker's processor time");
        }
    }

    private static long mib(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / MIB;
    }

    private static long millisSince(long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs).toMillis();
    }

    @SuppressWarnings("SystemOut") // a command
    private static void say(String line) {
        System.out.println(line);
    }
}
