package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of {@link Component} with futures instead of waiting. No method blocks.
 *
 * <p>A future fails with the exception that the blocking method would throw, but {@link IllegalArgumentException}s are
 * thrown at once. What is chained to a future runs on {@link ComponentOptions#executor()}, never on an I/O thread.
 * Cancelling a future abandons the operation: what went out already cannot be taken back.
 */
public sealed interface AsyncComponent extends AsyncServiceVerbs, AsyncSubscriberVerbs permits LiveAsync, PooledAsync {

    /**
     * See {@link Component#publish(String, Object...)}. The future is complete at once, unless much waits to be sent:
     * whoever waits for it then does not run out of memory. Fails with {@link OverloadedException} when very much waits.
     */
    CompletableFuture<Void> publish(String topic, @Nullable Object @Nullable ... arguments);

    /** See {@link Component#publish(Publish)}. */
    CompletableFuture<Void> publish(Publish publish);

    /** See {@link Component#rpc(String, Object...)}. */
    CompletableFuture<Result> rpc(String topic, @Nullable Object @Nullable ... arguments);

    /** See {@link Component#rpc(Call)}. */
    CompletableFuture<Result> rpc(Call call);

    /** See {@link Component#direct}. */
    CompletableFuture<Result> direct(String target, String topic, @Nullable Object @Nullable ... arguments);

    /** See {@link Component#unsubscribe}. */
    CompletableFuture<Void> unsubscribe(String topic);

    /** See {@link Component#unexpose}. */
    CompletableFuture<Void> unexpose(String topic);

    /** See {@link Component#reactive}. */
    CompletableFuture<Void> reactive();

    /** See {@link Component#unreactive}. */
    CompletableFuture<Void> unreactive();

    /** See {@link Component#serve}. */
    CompletableFuture<Void> serve(Object service);

    /** See {@link Component#forever}. */
    CompletableFuture<Void> forever();

    /** See {@link Component#close}. */
    CompletableFuture<Void> close();
}
