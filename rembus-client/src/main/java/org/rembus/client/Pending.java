package org.rembus.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.client.tracing.VerbSpan;
import org.rembus.protocol.Payload;

/** A future for the outcome of an operation. What is chained to it runs on the completer. */
final class Pending<T> implements Completion {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final About about;
    private final Function<Payload, T> result;
    private final Executor completer;
    private final VerbSpan span;

    /**
     * @param result must not throw
     * @param span of the operation, to be ended
     */
    Pending(About about, Function<Payload, T> result, Executor completer, VerbSpan span) {
        this.about = about;
        this.result = result;
        this.completer = completer;
        this.span = span;
        if (span.isTraced()) {
            endSpanWhenCancelled();
        }
    }

    /** A future that says only that the operation succeeded. */
    @SuppressWarnings("NullAway") // Void has no value but null
    static Pending<Void> ofNothing(About about, Executor completer, VerbSpan span) {
        return new Pending<>(about, data -> null, completer, span);
    }

    /** Then nobody else does. */
    private void endSpanWhenCancelled() {
        future.whenComplete((done, failure) -> {
            if (failure instanceof CancellationException) {
                span.failed(null, failure);
            }
        });
    }

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void onSuccess(Payload data) {
        completer.execute(() -> {
            span.succeeded();
            span.resume(() -> future.complete(result.apply(data)));
        });
    }

    @Override
    public void onFailure(Failure failure) {
        completer.execute(() -> {
            RembusException error = Errors.of(about, failure);
            span.failed(error.status().orElse(null), error);
            span.resume(() -> future.completeExceptionally(error));
        });
    }

    @Override
    public boolean isAbandoned() {
        return future.isDone();
    }
}
