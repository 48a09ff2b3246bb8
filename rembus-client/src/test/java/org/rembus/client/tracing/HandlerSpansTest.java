package org.rembus.client.tracing;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rembus.client.ScriptedPeer;
import org.rembus.client.Subscription;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** The spans of handlers. */
final class HandlerSpansTest extends SpansFixture {
    private final ScriptedPeer peer = broker.awaitPeer();

    @Test
    void handlerRunIsASpan_message_ofAConsumer() throws Exception {
        CompletableFuture<Span> seen = new CompletableFuture<>();
        component.subscribe("alarm", message -> seen.complete(Span.current()));

        peer.send(Message.Publish.of("alarm", Payload.of(List.of("fire"))));

        SpanData span = spans.awaitFirst();
        assertThat(span.getName()).isEqualTo("process alarm");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("messaging.system", "rembus")
                        .put("messaging.operation.name", "process")
                        .put("messaging.operation.type", "process")
                        .put("messaging.destination.name", "alarm")
                        .build()
                        .asMap());
        assertThat(seen.get(30, TimeUnit.SECONDS).getSpanContext()).isEqualTo(span.getSpanContext());
    }

    @Test
    void spanIsNamedByThePattern_message_andSaysItsTopic() {
        component.subscribe("sensor/*", message -> {});

        peer.send(Message.Publish.of("sensor/*", Payload.of(List.of("sensor/1", 3))));

        SpanData span = spans.awaitFirst();
        assertThat(span.getName()).isEqualTo("process sensor/*");
        assertThat(span.getAttributes().get(stringKey("messaging.destination.template")))
                .isEqualTo("sensor/*");
        assertThat(span.getAttributes().get(stringKey("messaging.destination.name")))
                .isEqualTo("sensor/1");
    }

    @Test
    void eachAttemptIsASpan_handlerFails_untilOneSucceeds() {
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        component.subscribe(Subscription.to("alarm").retries(1), message -> {
            if (first.complete(true)) {
                throw new IllegalStateException("not yet");
            }
        });

        peer.send(Message.Publish.of("alarm", Payload.NO_ARGUMENTS));

        await().until(() -> spans.ended().size() == 2);
        assertThat(spans.ended().getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.ended().getFirst().getAttributes().get(stringKey("error.type")))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(spans.ended().getLast().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void handlerRunIsASpan_request_untilItsStageCompletes() {
        CompletableFuture<Object> work = new CompletableFuture<>();
        CompletableFuture<Span> seen = new CompletableFuture<>();
        component.expose("svc", request -> {
            seen.complete(Span.current());
            return work;
        });

        peer.send(new Message.Rpc(MessageId.of(7, 8), "svc", null, Payload.NO_ARGUMENTS));
        Span current = seen.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(spans.ended()).isEmpty();
        work.complete(3);

        SpanData span = spans.awaitFirst();
        assertThat(span.getName()).isEqualTo("svc");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getSpanContext()).isEqualTo(current.getSpanContext());
        assertThat(span.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("rpc.system.name", "rembus")
                        .put("rpc.method", "svc")
                        .put("rpc.response.status_code", "0")
                        .build()
                        .asMap());
    }

    @Test
    void handlerRunIsAFailedSpan_requestFails_withTheStatusOfTheAnswer() {
        component.expose("svc", request -> {
            throw new IllegalStateException("boom");
        });

        peer.send(new Message.Rpc(MessageId.of(7, 8), "svc", null, Payload.NO_ARGUMENTS));

        SpanData span = spans.awaitFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("boom");
        assertThat(span.getAttributes().get(stringKey("error.type"))).isEqualTo("40");
    }
}
