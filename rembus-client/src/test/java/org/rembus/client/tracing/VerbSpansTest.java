package org.rembus.client.tracing;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.client.Call;
import org.rembus.client.NotFoundException;
import org.rembus.client.Publish;
import org.rembus.client.RequestTimeoutException;
import org.rembus.client.Result;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** The spans of publishes and calls. */
final class VerbSpansTest extends SpansFixture {
    @Test
    void publishIsASpan_qos0_ofAProducer() {
        component.publish("sensor/1", 3);

        SpanData span = spans.single();
        assertThat(span.getName()).isEqualTo("publish sensor/1");
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "rembus")
                        .put("messaging.operation.name", "publish")
                        .put("messaging.operation.type", "send")
                        .put("messaging.destination.name", "sensor/1")
                        .build()
                        .asMap());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void publishIsASpan_qos1_fromTheCallUntilTheAcknowledgement() {
        broker.script(Message.Publish.class, (peer, publish) -> {
            assertThat(spans.ended()).isEmpty();
            peer.send(new Message.Ack(publish.requireId()));
        });

        component.publish(Publish.to("alarm").qos(QoS.AT_LEAST_ONCE).with("fire"));

        assertThat(spans.single().getName()).isEqualTo("publish alarm");
    }

    @Test
    void publishIsAFailedSpan_tooLong_namedByItsException() {
        Publish tooLong = Publish.to("a").with(new byte[65 << 20]);

        assertThatThrownBy(() -> component.publish(tooLong)).isInstanceOf(IllegalArgumentException.class);

        assertThat(errorType(spans.single())).isEqualTo("java.lang.IllegalArgumentException");
    }

    @Test
    void callIsASpan_answered_ofAClient() {
        broker.script(Message.Rpc.class, (peer, rpc) -> peer.send(Message.Response.success(rpc.id())));
        Span ours = spans.begin("ours");

        try (Scope current = ours.makeCurrent()) {
            component.rpc("add", 1, 2);
        }

        SpanData span = spans.single();
        assertThat(span.getName()).isEqualTo("add");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getParentSpanContext()).isEqualTo(ours.getSpanContext());
        assertThat(span.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("rpc.system.name", "rembus")
                        .put("rpc.method", "add")
                        .put("rpc.response.status_code", "0")
                        .build()
                        .asMap());
    }

    @Test
    void callIsAFailedSpan_refused_withTheStatus() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) ->
                        peer.send(Message.Response.error(rpc.id(), Status.METHOD_NOT_FOUND, "add: method unknown")));

        assertThatThrownBy(() -> component.rpc("add")).isInstanceOf(NotFoundException.class);

        SpanData span = spans.single();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("add: method unknown");
        assertThat(errorType(span)).isEqualTo("42");
        assertThat(span.getAttributes().get(stringKey("rpc.response.status_code")))
                .isEqualTo("42");
    }

    @Test
    void callIsAFailedSpan_unanswered_namedByItsException() {
        Call call = Call.to("add").timeout(Duration.ofMillis(10));

        assertThatThrownBy(() -> component.rpc(call)).isInstanceOf(RequestTimeoutException.class);

        assertThat(errorType(spans.single())).isEqualTo(RequestTimeoutException.class.getName());
    }

    @Test
    void callIsAFailedSpan_cancelled_atOnce() {
        CompletableFuture<Result> call = component.async().rpc("add");
        assertThat(spans.ended()).isEmpty();

        call.cancel(false);

        assertThat(errorType(spans.single())).isEqualTo("java.util.concurrent.CancellationException");
    }

    @Test
    void continuationIsPartOfTheCaller_async_andTheCallHasEnded() throws Exception {
        CompletableFuture<Boolean> isAsked = new CompletableFuture<>();
        broker.script(
                Message.Rpc.class, (peer, rpc) -> isAsked.thenRun(() -> peer.send(Message.Response.success(rpc.id()))));
        Span ours = spans.begin("ours");
        CompletableFuture<Span> seen;
        CompletableFuture<String> ended;

        try (Scope current = ours.makeCurrent()) {
            CompletableFuture<Result> call = component.async().rpc("add");
            seen = call.thenApply(result -> Span.current());
            ended = call.thenApply(result -> spans.single().getName());
        }
        isAsked.complete(true);

        assertThat(seen.get(30, TimeUnit.SECONDS)).isSameAs(ours);
        assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("add");
    }

    private static @Nullable String errorType(SpanData span) {
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        return span.getAttributes().get(stringKey("error.type"));
    }
}
