package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A component on one way to its broker. */
sealed class LiveComponent extends BlockingComponent permits LiveServer {
    private final Engine engine;
    private final AsyncComponent futures;

    LiveComponent(Engine engine, Commands commands) {
        super(new LiveAsync(engine, commands, Runnable::run));
        this.engine = engine;
        this.futures = new LiveAsync(engine, commands, engine.completer());
    }

    /** One that does not connect before {@link #begin}. */
    static LiveComponent of(ComponentOptions options) {
        Engine engine = new Engine(options);
        return new LiveComponent(engine, new Commands(engine));
    }

    /** What is done on an I/O thread whenever it is connected. To be set before {@link #begin}. */
    void whenConnected(Runnable action) {
        engine.whenReady(action);
    }

    /** Where the futures of {@link #async} complete. */
    Executor completer() {
        return engine.completer();
    }

    /** Begins to connect. Completes when connected, or at once for one that goes on trying. */
    CompletableFuture<Void> begin() {
        return engine.open();
    }

    /**
     * Connects a component; cancelling the future gives it up.
     *
     * @param completer where the future completes
     */
    static CompletableFuture<Component> open(ComponentOptions options, Executor completer) {
        LiveComponent component = of(options);
        CompletableFuture<Component> opened = component.begin().thenApplyAsync(connected -> component, completer);
        opened.whenComplete((connected, failure) -> {
            if (opened.isCancelled()) {
                component.engine.close();
            }
        });
        return opened;
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
