package org.rembus.client.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tasks.MessageTask;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;
import org.rembus.protocol.TraceContext;

/** A span of OpenTelemetry, and what it is a part of. */
final class OpenTelemetrySpan implements VerbSpan, HandlerSpan {
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Context parent;
    private final Span span;
    private final @Nullable AttributeKey<String> statusKey;

    /** @param statusKey where what was answered is noted, null when it is not */
    OpenTelemetrySpan(Context parent, Span span, @Nullable AttributeKey<String> statusKey) {
        this.parent = parent;
        this.span = span;
        this.statusKey = statusKey;
    }

    @Override
    public @Nullable TraceContext context() {
        return TraceFields.of(parent.with(span));
    }

    @Override
    public boolean isTraced() {
        return true;
    }

    @Override
    public void resume(Runnable continuation) {
        try (Scope asBefore = parent.makeCurrent()) {
            continuation.run();
        }
    }

    @Override
    public @Nullable CompletionStage<?> run(MessageTask task, Message.Publish message) throws Exception {
        try (Scope here = parent.with(span).makeCurrent()) {
            return task.handle(message);
        }
    }

    @Override
    public @Nullable Object run(RequestTask task, Message.Rpc request) throws Exception {
        try (Scope here = parent.with(span).makeCurrent()) {
            return task.handle(request);
        }
    }

    @Override
    public void succeeded() {
        note(Status.SUCCESS);
        span.end();
    }

    @Override
    public void failed(@Nullable Status status, Throwable failure) {
        String message = failure.getMessage();
        span.setStatus(StatusCode.ERROR, message == null ? failure.getClass().getName() : message);
        span.setAttribute(ERROR_TYPE, typeOf(status, failure));
        note(status);
        span.recordException(failure);
        span.end();
    }

    private void note(@Nullable Status status) {
        if (status != null && statusKey != null) {
            span.setAttribute(statusKey, code(status));
        }
    }

    private static String typeOf(@Nullable Status status, Throwable failure) {
        return status == null ? failure.getClass().getName() : code(status);
    }

    private static String code(Status status) {
        return Integer.toString(status.code());
    }
}
