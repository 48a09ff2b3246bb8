package org.rembus.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs programs that end by themselves. */
final class Tool {
    private Tool() {}

    /**
     * Runs a program to its end.
     *
     * @return what it printed on both of its outputs
     * @throws ToolFailure if it cannot be started, takes longer than {@code limit} or exits with anything but 0
     */
    static String run(Duration limit, ProcessBuilder builder) {
        try {
            Path output = Files.createTempFile("rembus-interop", ".out");
            try {
                return run(limit, builder, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(Duration limit, ProcessBuilder builder, Path output) throws IOException {
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ToolFailure("cannot start " + builder.command(), e);
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ToolFailure(builder.command() + " took longer than " + limit + "\n" + text(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailure("interrupted while waiting for " + builder.command(), e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new ToolFailure(builder.command() + " exited with " + process.exitValue() + "\n" + text(output));
        }
        return text(output);
    }

    /** What it printed, which need not be a text in whole. */
    private static String text(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    /** A program that did not do what it was run for; the message holds what it printed. */
    static final class ToolFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ToolFailure(String message) {
            super(message);
        }

        ToolFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
