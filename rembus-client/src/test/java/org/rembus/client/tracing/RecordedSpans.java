package org.rembus.client.tracing;

import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** An OpenTelemetry that remembers the spans that have ended. */
final class RecordedSpans implements AutoCloseable {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    Tracing tracing() {
        return OpenTelemetryTracing.of(sdk);
    }

    /** A span of the application, which is not ended by itself. */
    io.opentelemetry.api.trace.Span begin(String name) {
        return sdk.getTracer("application").spanBuilder(name).startSpan();
    }

    List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }

    /** The only one that has ended. */
    SpanData single() {
        List<SpanData> all = ended();
        if (all.size() != 1) {
            throw new AssertionError("not one span: " + all);
        }
        return all.getFirst();
    }

    /** Waits for the first one to end. */
    SpanData awaitFirst() {
        await().until(() -> !ended().isEmpty());
        return ended().getFirst();
    }

    @Override
    public void close() {
        sdk.close();
    }
}
