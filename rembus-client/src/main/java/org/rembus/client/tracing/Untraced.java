package org.rembus.client.tracing;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;
import org.rembus.protocol.TraceContext;

/** Nobody traces. */
enum Untraced implements Tracing, VerbSpan, HandlerSpan {
    ALWAYS;

    @Override
    public VerbSpan publish(String topic) {
        return this;
    }

    @Override
    public VerbSpan call(String topic) {
        return this;
    }

    @Override
    public HandlerSpan handle(Message.Publish message) {
        return this;
    }

    @Override
    public HandlerSpan handle(Message.Rpc request) {
        return this;
    }

    @Override
    public @Nullable TraceContext context() {
        return null;
    }

    @Override
    public boolean isTraced() {
        return false;
    }

    @Override
    public void resume(Runnable continuation) {
        continuation.run();
    }

    @Override
    public @Nullable CompletionStage<?> run(MessageTask task, Message.Publish message) throws Exception {
        return task.handle(message);
    }

    @Override
    public @Nullable Object run(RequestTask task, Message.Rpc request) throws Exception {
        return task.handle(request);
    }

    @Override
    public void succeeded() {}

    @Override
    public void failed(@Nullable Status status, Throwable failure) {}
}
