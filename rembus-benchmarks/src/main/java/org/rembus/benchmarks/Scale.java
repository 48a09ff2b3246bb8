package org.rembus.benchmarks;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    private static final String LISTENING = "listening ";

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
        // The first use builds it.
        Launcher.start(INHERIT, "--version").waitFor();
        Process broker = Launcher.start(INHERIT, "broker", "--ws", "0", "--data", data.toString());
        try {
            measure(broker);
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    private static void measure(Process broker) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        String url = awaitReady(broker);
        say("ready after " + millisSince(startNs) + " ms, " + processorMs(broker) + " ms of processor time");
        say("resident then: " + Launcher.statusMib(broker, "VmRSS:") + " MiB");
        for (int twin = 0; twin < AWAY; twin++) {
            catchUp(broker, url, twin);
        }
        say("resident at most: " + Launcher.statusMib(broker, "VmHWM:") + " MiB");
    }

    private static String awaitReady(Process broker) throws IOException {
        String url = "";
        BufferedReader lines = broker.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("the broker has ended");
            }
            url = line.startsWith(LISTENING) ? line.substring(LISTENING.length()) : url;
        }
        return url;
    }

    /** A component comes back; its subscription makes it reactive, and so the broker sends what it missed. */
    private static void catchUp(Process broker, String url, int twin) throws InterruptedException {
        CountDownLatch missing = new CountDownLatch(OWN);
        try (Component component = Rembus.component(url + "/" + ScaleData.name(twin))) {
            component.rpc("version");
            long processorMs = processorMs(broker);
            long startNs = System.nanoTime();
            component.subscribe(ScaleData.topic(twin), From.lastReceived(), message -> missing.countDown());
            if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(missing.getCount() + " messages are missing");
            }
            say(ScaleData.name(twin) + " has its " + OWN + " messages after " + millisSince(startNs) + " ms, "
                    + (processorMs(broker) - processorMs) + " ms of the broker's processor time");
        }
    }

    private static long processorMs(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    private static long mib(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / 1024 / 1024;
    }

    private static long millisSince(long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs).toMillis();
    }

    @SuppressWarnings("SystemOut") // a command
    private static void say(String line) {
        System.out.println(line);
    }
}
