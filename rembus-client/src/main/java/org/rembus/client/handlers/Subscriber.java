package org.rembus.client.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tracing.HandlerSpan;
import org.rembus.protocol.Message;

/** A subscription's handler and its queue. Whatever the handler does, each message ends as handled. */
public final class Subscriber {
    private final String topic;
    private final Settings settings;
    private final MessageTask task;
    private final Surroundings around;
    private final Executor executor;
    private final MessageQueue queue;

    Subscriber(String topic, Settings settings, MessageTask task, Surroundings around, Losses losses) {
        this.topic = topic;
        this.settings = settings;
        this.task = task;
        this.around = around;
        this.executor = around.executor(settings.onLoop());
        Waiting waiting = new Waiting(topic, settings.queueMessages(), losses);
        this.queue = settings.onLoop()
                ? new LoopQueue(topic, waiting, around, this::handle)
                : new SerialQueue(topic, waiting, around, this::handle);
    }

    /**
     * How it is treated.
     *
     * @param retries how often a message is given again after a failure
     * @param pauseNs how long before that
     * @param queueMessages how many QoS 0 messages may wait
     * @param onLoop whether the handler runs on the event loop
     */
    public record Settings(int retries, long pauseNs, int queueMessages, boolean onLoop) {}

    boolean offer(Message.Publish message) {
        return queue.offer(message);
    }

    void stop() {
        queue.stop();
    }

    private @Nullable CompletionStage<?> handle(Message.Publish message) {
        return attempt(message, settings.retries());
    }

    private @Nullable CompletionStage<?> attempt(Message.Publish message, int retriesLeft) {
        HandlerSpan span = around.tracing().handle(message);
        CompletionStage<?> rest;
        try {
            rest = span.run(task, message);
        } catch (Throwable failure) { // whatever it is: reported, and the next message must not wait for ever
            span.failed(null, failure);
            return failed(message, failure, retriesLeft);
        }
        if (rest == null) {
            span.succeeded();
            return done(message);
        }
        CompletableFuture<Void> whole = new CompletableFuture<>();
        rest.whenComplete((ignored, failure) -> {
            if (failure == null) {
                span.succeeded();
                done(message);
                whole.complete(null);
            } else {
                Throwable cause = unwrapped(failure);
                span.failed(null, cause);
                follow(failed(message, cause, retriesLeft), whole);
            }
        });
        return whole.isDone() ? null : whole;
    }

    private @Nullable CompletionStage<?> failed(Message.Publish message, Throwable failure, int retriesLeft) {
        around.reports().handlerFailed(topic, failure);
        if (retriesLeft == 0) {
            return done(message);
        }
        CompletableFuture<Void> whole = new CompletableFuture<>();
        around.timer().after(settings.pauseNs(), () -> retry(message, retriesLeft - 1, whole));
        return whole;
    }

    private void retry(Message.Publish message, int retriesLeft, CompletableFuture<Void> whole) {
        try {
            executor.execute(() -> around.activity().run(() -> follow(attempt(message, retriesLeft), whole)));
        } catch (RejectedExecutionException shutDown) {
            around.reports().handlerFailed(topic, shutDown);
            whole.complete(null);
        }
    }

    private static void follow(@Nullable CompletionStage<?> rest, CompletableFuture<Void> whole) {
        if (rest == null) {
            whole.complete(null);
        } else {
            rest.whenComplete((done, failure) -> whole.complete(null));
        }
    }

    private @Nullable CompletionStage<?> done(Message.Publish message) {
        if (message.qos().isAcknowledged()) {
            around.outcomes().handled(message);
        }
        return null;
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
