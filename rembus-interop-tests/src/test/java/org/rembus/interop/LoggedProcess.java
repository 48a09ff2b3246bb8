package org.rembus.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is closed, and whose log is kept in a file. */
final class LoggedProcess implements AutoCloseable, Fixtures.Witness {
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);
    private static final int LINES_SHOWN = 60;

    /** How a Python traceback begins a line that it quotes; the foreign package's source is none of our business. */
    private static final String QUOTED_SOURCE = "    ";

    private final String name;
    private final Process process;
    private final Path log;

    private LoggedProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a program whose both outputs are its log. */
    static LoggedProcess start(String name, ProcessBuilder builder, Path log) {
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new LoggedProcess(name, start(builder), log);
    }

    /** Starts a program that is spoken with through its standard input and output; the other output is its log. */
    static LoggedProcess startDialogue(String name, ProcessBuilder builder, Path log) {
        builder.redirectError(log.toFile());
        return new LoggedProcess(name, start(builder), log);
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command().get(0), e);
        }
    }

    Process process() {
        return process;
    }

    /** Fails, with the end of the log, when the program has ended. */
    void expectAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("exited with " + process.exitValue() + ": " + testimony());
        }
    }

    @Override
    public String testimony() {
        try {
            List<String> lines = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith(QUOTED_SOURCE))
                    .toList();
            List<String> end = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
            return name + " (process " + process.pid() + ") says:\n" + String.join("\n", end);
        } catch (IOException e) {
            return name + " has no readable log: " + e;
        }
    }

    /** Asks the program to end, and ends it after ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
