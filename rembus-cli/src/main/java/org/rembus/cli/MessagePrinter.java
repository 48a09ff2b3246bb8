package org.rembus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.client.Received;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.json.PrintedJson;

/** Prints messages until there were enough, or nobody reads any more. May be called by several threads. */
final class MessagePrinter {
    private final Console console;
    private final long limit;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private long printed;

    MessagePrinter(Console console, long limit) {
        this.console = console;
        this.limit = limit;
    }

    /** Completes when the last message is printed; exceptionally when one cannot be. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    /**
     * Prints a message.
     *
     * @return when it counts as received: null for now. A message that is not printed never does, so that the broker keeps
     *     it for the next time
     */
    synchronized @Nullable CompletionStage<?> print(Received message) {
        if (finished.isDone()) {
            return new CompletableFuture<>();
        }
        try {
            console.line(target -> write(message, target));
        } catch (UncheckedIOException failure) {
            finished.completeExceptionally(failure);
            return new CompletableFuture<>();
        }
        printed++;
        if (printed == limit) {
            finished.complete(null);
        }
        return null;
    }

    private static void write(Received message, OutputStream target) throws IOException {
        put("{\"topic\":", message.topic(), target);
        target.write(",\"args\":".getBytes(UTF_8));
        message.writeJson(target);
        if (message.pattern().isPresent()) {
            put(",\"pattern\":", message.pattern().get(), target);
        }
        if (message.qos() != QoS.AT_MOST_ONCE) {
            put(",\"qos\":", message.qos().ordinal(), target);
        }
        if (message.slot().isPresent()) {
            put(",\"slot\":", message.slot().getAsLong(), target);
        }
        target.write('}');
    }

    private static void put(String name, Object value, OutputStream target) throws IOException {
        target.write(name.getBytes(UTF_8));
        PrintedJson.write(Payload.of(value), target);
    }
}
