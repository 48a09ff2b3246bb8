package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that was started here, and ends with this one at the latest. */
final class Child implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final List<String> command;
    private final Process process;
    private final Thread onExit;

    private Child(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.onExit = new Thread(process::destroyForcibly, "end-child");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Starts it; what it says on standard error goes to a file. */
    static Child start(List<String> command, Map<String, String> environment, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new Child(command, builder.start());
    }

    /** Starts it; what it says goes to a file. */
    static Child startInto(List<String> command, Map<String, String> environment, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Child(command, builder.start());
    }

    /**
     * What it prints until it ends.
     *
     * @throws IOException if it fails, or takes longer than it may
     */
    static String run(List<String> command, Map<String, String> environment, Path folder, Duration most)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "run", ".out");
        try (Child child = startInto(command, environment, output)) {
            child.awaitEnd(most);
            return Files.readString(output);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(output), e);
        }
    }

    /** @throws IOException if it fails, or takes longer than it may */
    void awaitEnd(Duration most) throws IOException, InterruptedException {
        if (awaitExit(most) != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    /**
     * @return its exit status
     * @throws IOException if it takes longer than it may
     */
    int awaitExit(Duration most) throws IOException, InterruptedException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("took longer than " + most.toSeconds() + " s: " + String.join(" ", command));
        }
        return process.exitValue();
    }

    /** What it reads. */
    OutputStream input() {
        return process.getOutputStream();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and makes it end when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
    }
}
