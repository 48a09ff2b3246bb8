package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.cli.Awaiting.soon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rembus.cli.print.Console;

/** A command that runs in this process, in a thread of its own. */
final class CommandRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    private CommandRun(InputStream in, String... words) {
        Console console = new Console(in, out, err);
        thread = Thread.ofPlatform().name("command").daemon().start(() -> status.complete(Main.run(console, words)));
    }

    /** Begins, and does not wait. */
    static CommandRun start(String... words) {
        return new CommandRun(InputStream.nullInputStream(), words);
    }

    /** Runs to the end. */
    static CommandRun of(String... words) {
        return withInput("", words);
    }

    /** Runs to the end, with this on standard input. */
    static CommandRun withInput(String input, String... words) {
        CommandRun run = new CommandRun(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), words);
        run.status();
        return run;
    }

    /** Whether it has ended. */
    boolean isDone() {
        return status.isDone();
    }

    /** The exit status, as soon as there is one. */
    int status() {
        return assertThat(status).succeedsWithin(PATIENCE).actual();
    }

    /** Waits until this is on standard error. */
    CommandRun awaitErr(String text) {
        soon(PATIENCE).until(() -> err().contains(text) || status.isDone());
        assertThat(err()).contains(text);
        return this;
    }

    /** Waits until so many lines are on standard output. */
    List<String> awaitLines(int count) {
        soon(PATIENCE).until(() -> lines().size() >= count || status.isDone());
        assertThat(lines()).as(err()).hasSize(count);
        return lines();
    }

    List<String> lines() {
        return out().lines().toList();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
        status();
    }
}
