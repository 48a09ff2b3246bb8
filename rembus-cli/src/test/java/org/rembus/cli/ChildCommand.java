package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.cli.Awaiting.soon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command in a process of its own; its lines are read as they come. */
final class ChildCommand implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private ChildCommand(Process process) {
        this.process = process;
        this.outReader = read(process.getInputStream(), out);
        this.errReader = read(process.getErrorStream(), err);
    }

    static ChildCommand start(ProcessBuilder command) throws IOException {
        return new ChildCommand(command.start());
    }

    private static Thread read(InputStream stream, List<String> lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits until it prints a line that begins so, on standard output. */
    String awaitOut(String beginning) {
        return await(beginning, line -> line.startsWith(beginning), out);
    }

    /** Waits until it prints a line that begins so, on standard error. */
    String awaitErr(String beginning) {
        return await(beginning, line -> line.startsWith(beginning), err);
    }

    /** Waits until it prints a line with this in it, on standard error. */
    String awaitErrWith(String text) {
        return await(text, line -> line.contains(text), err);
    }

    private String await(String text, Predicate<String> wanted, List<String> lines) {
        soon(PATIENCE).until(() -> lines.stream().anyMatch(wanted) || !process.isAlive());
        return lines.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("it never said '" + text + "': " + this));
    }

    /** SIGTERM. What it says afterwards is still read. */
    ChildCommand terminate() {
        process.toHandle().destroy();
        return this;
    }

    /** The exit status, when it has ended. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(toString())
                .isTrue();
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    /** Kills it, and what it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "standard output " + out + ", standard error " + err;
    }
}
