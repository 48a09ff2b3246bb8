package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.rembus.client.session.Completion;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;

/** A future for the outcome of an operation. What is chained to it runs on the completer. */
final class Pending<T> implements Completion {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final About about;
    private final Function<Payload, T> result;
    private final Executor completer;

    /** @param result must not throw */
    Pending(About about, Function<Payload, T> result, Executor completer) {
        this.about = about;
        this.result = result;
        this.completer = completer;
    }

    /** A future that says only that the operation succeeded. */
    @SuppressWarnings("NullAway") // Void has no value but null
    static Pending<Void> ofNothing(About about, Executor completer) {
        return new Pending<>(about, data -> null, completer);
    }

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void onSuccess(Payload data) {
        completer.execute(() -> future.complete(result.apply(data)));
    }

    @Override
    public void onFailure(Failure failure) {
        completer.execute(() -> future.completeExceptionally(Errors.of(about, failure)));
    }

    @Override
    public boolean isAbandoned() {
        return future.isDone();
    }
}
