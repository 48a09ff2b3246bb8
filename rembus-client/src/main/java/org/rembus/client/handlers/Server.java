package org.rembus.client.handlers;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.BadArgumentsException;
import org.rembus.client.tasks.RequestTask;
import org.rembus.client.tracing.HandlerSpan;
import org.rembus.client.values.Outgoing;
import org.rembus.protocol.Message;
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
            executor.execute(() -> around.activity().run(() -> serve(new Run(request, connection))));
        } catch (RejectedExecutionException shutDown) {
            new Run(request, connection).finish(null, shutDown);
        }
    }

    private void serve(Run run) {
        Object result;
        try {
            result = run.start();
        } catch (Throwable failure) { // whatever it is: the caller must get an answer
            run.finish(null, failure);
            return;
        }
        if (result instanceof CompletionStage<?> later) {
            later.whenComplete(
                    (value, failure) -> run.finish(value, failure == null ? null : Subscriber.unwrapped(failure)));
        } else {
            run.finish(result, null);
        }
    }

    private void answer(Message.Rpc request, Status status, String text, int connection) {
        around.outcomes().answer(Message.Response.error(request.id(), status, text), connection);
    }

    /** One call at work. */
    private final class Run {
        private final Message.Rpc request;
        private final int connection;
        private final HandlerSpan span;

        Run(Message.Rpc request, int connection) {
            this.request = request;
            this.connection = connection;
            this.span = around.tracing().handle(request);
        }

        @Nullable
        Object start() throws Exception {
            return span.run(task, request);
        }

        void finish(@Nullable Object result, @Nullable Throwable failure) {
            atWork.decrementAndGet();
            if (failure == null) {
                succeed(result);
            } else {
                fail(failure);
            }
            around.activity().end();
        }

        private void succeed(@Nullable Object result) {
            try {
                Payload value = Outgoing.value(result);
                around.outcomes().answer(new Message.Response(request.id(), Status.SUCCESS, value), connection);
                span.succeeded();
            } catch (IllegalArgumentException unfit) {
                fail(unfit);
            }
        }

        private void fail(Throwable failure) {
            Status status = failure instanceof BadArgumentsException ? Status.WRONG_ARGUMENTS : Status.METHOD_EXCEPTION;
            if (status == Status.METHOD_EXCEPTION) {
                around.reports().handlerFailed(topic, failure);
            }
            answer(request, status, textOf(failure), connection);
            span.failed(status, failure);
        }
    }

    private static String textOf(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getName();
        }
        return message.length() <= MAX_TEXT_CHARS ? message : message.substring(0, MAX_TEXT_CHARS) + "…";
    }
}
