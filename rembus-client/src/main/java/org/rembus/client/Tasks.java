package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.BadArgumentsException;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Topic;

/** The application's handlers as the dispatcher calls them. */
final class Tasks {
    private Tasks() {}

    static MessageTask of(Subscription subscription, MessageHandler handler) {
        boolean byPattern = Topic.of(subscription.topic()).isPattern();
        if (handler instanceof AsyncMessageHandler async) {
            return message -> async.body().handle(new Received(message, byPattern));
        }
        return message -> {
            handler.onMessage(new Received(message, byPattern));
            return null;
        };
    }

    static RequestTask of(RequestHandler handler) {
        return call -> {
            Request request = new Request(call);
            try {
                Object result = handler.onRequest(request);
                return result instanceof CompletionStage<?> later ? later(later, request) : sendable(result);
            } catch (ConversionException mismatch) {
                throw translated(mismatch, request);
            }
        };
    }

    private static CompletionStage<@Nullable Object> later(CompletionStage<?> stage, Request request) {
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(sendable(value));
            } else {
                Throwable cause = failure instanceof CompletionException wrapper && wrapper.getCause() != null
                        ? wrapper.getCause()
                        : failure;
                answer.completeExceptionally(
                        cause instanceof ConversionException mismatch ? translated(mismatch, request) : cause);
            }
        });
        return answer;
    }

    /** A result that came from another service is passed on as it is. */
    private static @Nullable Object sendable(@Nullable Object result) {
        return result instanceof Result passedOn ? passedOn.data() : result;
    }

    private static Exception translated(ConversionException mismatch, Request request) {
        return mismatch.isArgumentOf(request) ? new BadArgumentsException(mismatch.getMessage(), mismatch) : mismatch;
    }
}
