package org.rembus.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.Text;
import org.rembus.protocol.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that is run for each request: a line in, its output out. May be called by any number of threads; each run has a
 * process of its own and three threads for its pipes.
 */
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final int MAX_OUTPUT_BYTES = Limits.DEFAULT_MAX_MESSAGE_BYTES;
    private static final int MAX_ERROR_BYTES = 4096;

    private final List<String> command;
    private final Duration timeout;
    private final Console console;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService pipes = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rembus-pipe");
        thread.setDaemon(true);
        return thread;
    });

    /** @param timeout how long a process may run */
    Program(List<String> command, Duration timeout, Console console) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
        this.console = console;
    }

    /** Whether a program of this name can be started: a path, or what is found on PATH. Only said where that is certain. */
    static boolean exists(String name) {
        if (File.separatorChar != '/') {
            return true;
        }
        if (name.contains("/")) {
            return isProgram(Path.of(name));
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Arrays.stream(path.split(":", -1)).anyMatch(folder -> isProgram(Path.of(folder, name)));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /**
     * Runs it once.
     *
     * @return what it printed
     * @throws ProgramFailedException if it could not be started, ran for too long, printed too much or exited with a status
     *     other than 0
     */
    byte[] run(Text line) throws ProgramFailedException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new ProgramFailedException("cannot start " + command.get(0) + ": " + e.getMessage());
        }
        running.add(process);
        try {
            return talk(process, line);
        } catch (TimeoutException e) {
            throw new ProgramFailedException(command.get(0) + " took longer than " + timeout.toMillis() + " ms");
        } finally {
            destroy(process);
            running.remove(process);
        }
    }

    /** Ends all processes that run now. */
    void kill() {
        running.forEach(Program::destroy);
    }

    private byte[] talk(Process process, Text line)
            throws ProgramFailedException, InterruptedException, TimeoutException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> output(process), pipes);
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> errors(process), pipes);
        pipes.execute(() -> feed(process, line));
        byte[] printed = within(deadlineNs, output);
        String said = within(deadlineNs, errors);
        if (!process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        int status = process.exitValue();
        if (status != 0) {
            throw new ProgramFailedException(said.isEmpty() ? command.get(0) + " exited with status " + status : said);
        }
        if (!said.isEmpty()) {
            console.say(command.get(0) + ": " + said);
        }
        if (printed.length > MAX_OUTPUT_BYTES) {
            throw new ProgramFailedException(command.get(0) + " printed more than " + MAX_OUTPUT_BYTES + " bytes");
        }
        return printed;
    }

    private static <T> T within(long deadlineNs, CompletableFuture<T> part)
            throws InterruptedException, TimeoutException {
        try {
            return part.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void feed(Process process, Text line) {
        try (OutputStream in = process.getOutputStream()) {
            line.writeTo(in);
            in.write('\n');
        } catch (IOException e) {
            LOG.debug("the program did not read its input to the end", e);
        }
    }

    /** All of it, or one byte more than is possible; the process ends then. */
    private static byte[] output(Process process) {
        try (InputStream out = process.getInputStream()) {
            byte[] printed = out.readNBytes(MAX_OUTPUT_BYTES + 1);
            if (printed.length > MAX_OUTPUT_BYTES) {
                destroy(process);
            }
            return printed;
        } catch (IOException e) {
            LOG.debug("the program was killed", e);
            return new byte[0];
        }
    }

    /** The end of what it said. */
    private static String errors(Process process) {
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        byte[] part = new byte[MAX_ERROR_BYTES];
        try (InputStream err = process.getErrorStream()) {
            for (int length = err.read(part); length >= 0; length = err.read(part)) {
                if (tail.size() + length > 2 * MAX_ERROR_BYTES) {
                    byte[] kept = tail.toByteArray();
                    tail.reset();
                    tail.write(kept, kept.length - MAX_ERROR_BYTES, MAX_ERROR_BYTES);
                }
                tail.write(part, 0, length);
            }
        } catch (IOException e) {
            LOG.debug("the program was killed", e);
        }
        return text(tail.toByteArray()).strip();
    }

    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Output as text, without the last line's end. */
    static String text(byte[] output) {
        String text = new String(output, StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
