package org.rembus.client.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.Topic;
import org.rembus.protocol.Version;

/**
 * Spans of OpenTelemetry, named and described as its semantic conventions for messaging and for remote calls have it.
 *
 * <p>Needs the library {@code io.opentelemetry:opentelemetry-api}, which is the application's to bring.
 */
public final class OpenTelemetryTracing implements Tracing {
    private static final String SCOPE = "org.rembus.client";
    private static final String SYSTEM = "rembus";

    private static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PATTERN = AttributeKey.stringKey("messaging.destination.template");
    private static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system.name");
    private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> RPC_STATUS = AttributeKey.stringKey("rpc.response.status_code");

    private final Tracer tracer;

    private OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The spans of this OpenTelemetry; none of one that does nothing. */
    public static Tracing of(OpenTelemetry openTelemetry) {
        if (openTelemetry == OpenTelemetry.noop()) {
            return Tracing.none();
        }
        return new OpenTelemetryTracing(openTelemetry
                .tracerBuilder(SCOPE)
                .setInstrumentationVersion(Version.current())
                .build());
    }

    /** Looks without touching: asking for a global one that is not set would set it for ever. */
    static Tracing global() {
        return of(GlobalOpenTelemetry.getOrNoop());
    }

    @Override
    public VerbSpan publish(String topic) {
        SpanBuilder builder = messaging("publish", "send", topic).setSpanKind(SpanKind.PRODUCER);
        return begin(builder.setAttribute(DESTINATION, topic), Context.current(), null);
    }

    @Override
    public VerbSpan call(String topic) {
        return begin(rpc(topic).setSpanKind(SpanKind.CLIENT), Context.current(), RPC_STATUS);
    }

    @Override
    public HandlerSpan handle(Message.Publish message) {
        String topic = message.topic();
        SpanBuilder builder = messaging("process", "process", topic).setSpanKind(SpanKind.CONSUMER);
        if (Topic.of(topic).isPattern()) {
            String actual = message.data().firstText().orElse(null);
            builder.setAttribute(PATTERN, topic).setAttribute(DESTINATION, actual);
        } else {
            builder.setAttribute(DESTINATION, topic);
        }
        return begin(builder, TraceFields.contextOf(message.trace()), null);
    }

    @Override
    public HandlerSpan handle(Message.Rpc request) {
        SpanBuilder builder = rpc(request.topic()).setSpanKind(SpanKind.SERVER);
        return begin(builder, TraceFields.contextOf(request.trace()), RPC_STATUS);
    }

    private SpanBuilder messaging(String operation, String type, String topic) {
        return tracer.spanBuilder(operation + " " + topic)
                .setAttribute(MESSAGING_SYSTEM, SYSTEM)
                .setAttribute(OPERATION_NAME, operation)
                .setAttribute(OPERATION_TYPE, type);
    }

    private SpanBuilder rpc(String method) {
        return tracer.spanBuilder(method).setAttribute(RPC_SYSTEM, SYSTEM).setAttribute(RPC_METHOD, method);
    }

    private static OpenTelemetrySpan begin(
            SpanBuilder builder, Context parent, @Nullable AttributeKey<String> statusKey) {
        return new OpenTelemetrySpan(parent, builder.setParent(parent).startSpan(), statusKey);
    }
}
