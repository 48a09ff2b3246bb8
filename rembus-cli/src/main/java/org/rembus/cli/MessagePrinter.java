package org.rembus.cli;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.JsonOut;
import org.rembus.client.Received;
import org.rembus.protocol.QoS;

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
            console.line(JsonOut.write(shape(message)));
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

    private static Map<String, Object> shape(Received message) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("topic", message.topic());
        shape.put("args", message.arguments());
        message.pattern().ifPresent(pattern -> shape.put("pattern", pattern));
        if (message.qos() != QoS.AT_MOST_ONCE) {
            shape.put("qos", message.qos().ordinal());
        }
        message.slot().ifPresent(slot -> shape.put("slot", slot));
        return shape;
    }
}
