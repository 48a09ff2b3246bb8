package org.rembus.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.client.connection.EventLoops;

/** A component's verbs, waiting for the futures of the same verbs. */
abstract sealed class BlockingComponent implements Component permits LiveComponent, PooledComponent {
    private final AsyncComponent waiting;

    /** @param waiting whose futures complete wherever their outcome is known */
    BlockingComponent(AsyncComponent waiting) {
        this.waiting = waiting;
    }

    /** The verbs whose futures complete wherever their outcome is known. */
    AsyncComponent waiting() {
        return waiting;
    }

    /**
     * Waits for a future.
     *
     * @throws RembusException that the future failed with, with the stack of this thread
     */
    static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        if (!future.isDone() && EventLoops.isIoThread()) {
            throw new IllegalStateException(
                    "a blocking call on an I/O thread, from a NON_BLOCKING handler: use async()");
        }
        try {
            return future.get();
        } catch (InterruptedException interruption) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedCallException(interruption);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RembusException cause) {
                throw cause.onCallersStack();
            }
            if (failure.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
            throw new IllegalStateException(failure.getCause());
        } catch (CancellationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void publish(String topic, @Nullable Object @Nullable ... arguments) {
        await(waiting.publish(topic, arguments));
    }

    @Override
    public void publish(Publish publish) {
        await(waiting.publish(publish));
    }

    @Override
    public Result rpc(String topic, @Nullable Object @Nullable ... arguments) {
        return await(waiting.rpc(topic, arguments));
    }

    @Override
    public Result rpc(Call call) {
        return await(waiting.rpc(call));
    }

    @Override
    public Result direct(String target, String topic, @Nullable Object @Nullable ... arguments) {
        return await(waiting.direct(target, topic, arguments));
    }

    @Override
    public void subscribe(Subscription subscription, MessageHandler handler) {
        await(waiting.subscribe(subscription, handler));
    }

    @Override
    public void unsubscribe(String topic) {
        await(waiting.unsubscribe(topic));
    }

    @Override
    public void expose(Service service, RequestHandler handler) {
        await(waiting.expose(service, handler));
    }

    @Override
    public void unexpose(String topic) {
        await(waiting.unexpose(topic));
    }

    @Override
    public void reactive() {
        await(waiting.reactive());
    }

    @Override
    public void unreactive() {
        await(waiting.unreactive());
    }

    @Override
    public void serve(Object service) {
        await(waiting.serve(service));
    }

    @Override
    public void forever() {
        await(waiting.forever());
    }
}
