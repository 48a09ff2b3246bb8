package org.rembus.client.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.TraceContext;

/** A trace context as OpenTelemetry writes and reads it: always in the form of W3C, whatever else the application propagates. */
final class TraceFields implements TextMapGetter<TraceContext> {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final TraceFields READER = new TraceFields();

    private TraceFields() {}

    /** What to send with this context; null when no span is in it that others could refer to. */
    static @Nullable TraceContext of(Context context) {
        Map<String, String> fields = new HashMap<>();
        W3C.inject(context, fields, (any, name, value) -> fields.put(name, value));
        return TraceContext.parse(fields.getOrDefault(PARENT, ""), fields.getOrDefault(STATE, ""))
                .orElse(null);
    }

    /** The context of what was received. */
    static Context contextOf(@Nullable TraceContext received) {
        return received == null ? Context.root() : W3C.extract(Context.root(), received, READER);
    }

    @Override
    public @Nullable String get(@Nullable TraceContext received, String name) {
        if (received == null) {
            return null;
        }
        return switch (name) {
            case PARENT -> received.parent();
            case STATE -> received.state().isEmpty() ? null : received.state();
            default -> null;
        };
    }
}
