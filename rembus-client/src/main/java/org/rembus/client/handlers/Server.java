package org.rembus.client.handlers;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A service's handler, and how many calls of it are at work. Every call is answered, exactly once. */
public final class Server {
    /** Of what went wrong: a caller wants a sentence or two, and not a page. */
    private static final int MAX_TEXT_CHARS = 10_000;

    private final String topic;
    private final Settings settings;
    private final RequestTask task;
    private final Surroundings around;
    private final Executor executor;
    private final AtomicInteger atWork = new AtomicInteger();

    Server(String topic, Settings settings, RequestTask task, Surroundings around) {
        this.topic = topic;
        this.settings = settings;
        this.task = task;
        this.around = around;
        this.executor = around.executor(settings.onLoop());
    }

    /**
     * How it is treated.
     *
     * @param maxConcurrent how many calls may be at work; those beyond are answered "busy"
     * @param onLoop whether the handler runs on the event loop
     */
    public record Settings(int maxConcurrent, boolean onLoop) {}

    void onRequest(Message.Rpc request, int connection) {
        if (atWork.incrementAndGet() > settings.maxConcurrent()) {
            atWork.decrementAndGet();
            answer(request, Status.ERROR, topic + ": busy", connection);
            return;
        }
        around.activity().begin();
        try {
            executor.execute(() -> around.activity().run(() -> serve(request, connection)));
        } catch (RejectedExecutionException shutDown) {
            finish(request, null, shutDown, connection);
        }
    }

    private void serve(Message.Rpc request, int connection) {
        Object result;
        try {
            result = task.handle(request);
        } catch (Throwable failure) { // whatever it is: the caller must get an answer
            finish(request, null, failure, connection);
            return;
        }
        if (result instanceof CompletionStage<?> later) {
            later.whenComplete((value, failure) ->
                    finish(request, value, failure == null ? null : Subscriber.unwrapped(failure), connection));
        } else {
            finish(request, result, null, connection);
        }
    }

    private void finish(Message.Rpc request, @Nullable Object result, @Nullable Throwable failure, int connection) {
        atWork.decrementAndGet();
        if (failure == null) {
            succeed(request, result, connection);
        } else {
            fail(request, failure, connection);
        }
        around.activity().end();
    }

    private void succeed(Message.Rpc request, @Nullable Object result, int connection) {
        try {
            Payload value = Outgoing.value(result);
            around.outcomes().answer(new Message.Response(request.id(), Status.SUCCESS, value), connection);
        } catch (IllegalArgumentException unfit) {
            fail(request, unfit, connection);
        }
    }

    private void fail(Message.Rpc request, Throwable failure, int connection) {
        if (failure instanceof BadArgumentsException) {
            answer(request, Status.WRONG_ARGUMENTS, textOf(failure), connection);
            return;
        }
        around.reports().handlerFailed(topic, failure);
        answer(request, Status.METHOD_EXCEPTION, textOf(failure), connection);
    }

    private void answer(Message.Rpc request, Status status, String text, int connection) {
        MessageId id = request.id();
        around.outcomes().answer(Message.Response.error(id, status, text), connection);
    }

    private static String textOf(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getName();
        }
        return message.length() <= MAX_TEXT_CHARS ? message : message.substring(0, MAX_TEXT_CHARS) + "…";
    }
}
