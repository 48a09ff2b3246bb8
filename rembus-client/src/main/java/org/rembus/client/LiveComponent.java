package org.rembus.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.rembus.client.connection.EventLoops;

/** A component's verbs, waiting for the futures of the same verbs. */
final class LiveComponent implements Component {
    private final Engine engine;
    private final AsyncComponent futures;
    private final AsyncComponent waiting;

    private LiveComponent(Engine engine) {
        Commands commands = new Commands(engine);
        this.engine = engine;
        this.futures = new LiveAsync(engine, commands, engine.completer());
        this.waiting = new LiveAsync(engine, commands, Runnable::run);
    }

    /**
     * Connects a component; cancelling the future gives it up.
     *
     * @param completer where the future completes
     */
    static CompletableFuture<Component> open(ComponentOptions options, Executor completer) {
        Engine engine = new Engine(options);
        LiveComponent component = new LiveComponent(engine);
        CompletableFuture<Component> opened = engine.open().thenApplyAsync(connected -> component, completer);
        opened.whenComplete((connected, failure) -> {
            if (opened.isCancelled()) {
                engine.close();
            }
        });
        return opened;
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

    @Override
    public void close() {
        engine.activity().await(() -> await(engine.close().copy()));
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public boolean isConnected() {
        return engine.isReady();
    }

    @Override
    public AsyncComponent async() {
        return futures;
    }

    @Override
    public String toString() {
        return "Component " + engine.name() + " at " + engine.broker().words();
    }
}
