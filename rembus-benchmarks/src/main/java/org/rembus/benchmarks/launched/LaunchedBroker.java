package org.rembus.benchmarks.launched;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, which ends when it is closed, or with this process. */
public final class LaunchedBroker implements AutoCloseable {
    private static final String LISTENING = "listening ";
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Thread onExit;
    private final List<URI> addresses = new ArrayList<>();

    private LaunchedBroker(Process process) {
        this.process = process;
        this.onExit = new Thread(process::destroyForcibly, "end-broker");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * Starts one, and waits until it accepts connections.
     *
     * @param log where it says what it has to say
     * @param options of {@code rembus broker}
     */
    public static LaunchedBroker start(Launcher launcher, Path log, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("broker"));
        words.addAll(List.of(options));
        LaunchedBroker broker = new LaunchedBroker(
                launcher.start(ProcessBuilder.Redirect.appendTo(log.toFile()), words.toArray(String[]::new)));
        try {
            broker.awaitReady(log);
            return broker;
        } catch (IOException e) {
            broker.close();
            throw e;
        }
    }

    private void awaitReady(Path log) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("the broker has ended: see " + log);
            }
            if (line.startsWith(LISTENING)) {
                addresses.add(URI.create(line.substring(LISTENING.length())));
            }
        }
    }

    /** Where it listens first. */
    public URI url() {
        return addresses.getFirst();
    }

    /** Where it listens, in the order of the options. */
    public List<URI> addresses() {
        return List.copyOf(addresses);
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    public ProcessFigures figures() {
        return new ProcessFigures(process.toHandle());
    }

    /** Ends it as a loss of the process would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it in order. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!Thread.currentThread().equals(onExit)) {
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
    }
}
