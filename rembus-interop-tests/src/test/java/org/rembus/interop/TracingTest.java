package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.Server;
import org.rembus.client.ServerOptions;
import org.rembus.client.tracing.OpenTelemetryTracing;
import org.rembus.client.tracing.Tracing;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.QoS;

/** Spans of several components that are one trace, through a broker. */
@Timeout(60)
final class TracingTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    @AutoClose
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    @TempDir
    private Path home;

    @AutoClose
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .webSocket(0)
                .tcp(0)
                .build());
    }

    private Component connect(ComponentOptions.Builder options, OpenTelemetry openTelemetry) {
        return Rembus.component(
                options.tracing(OpenTelemetryTracing.of(openTelemetry)).build());
    }

    private ComponentOptions.Builder webSocket() {
        return at(0);
    }

    private ComponentOptions.Builder at(int index) {
        return ComponentOptions.builder().address(broker.addresses().get(index).toString());
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void handlerIsAPartOfThePublish_andThatOfTheCaller(QoS qos) {
        try (Component subscriber = connect(webSocket(), sdk);
                Component publisher = connect(webSocket(), sdk)) {
            subscriber.subscribe("sensor/*", message -> {});
            Span ours = sdk.getTracer("application").spanBuilder("ours").startSpan();
            try (Scope current = ours.makeCurrent()) {
                publisher.publish(Publish.to("sensor/1").qos(qos).with(3));
            }

            SpanData process = awaitSpan("process sensor/*");
            SpanData publish = awaitSpan("publish sensor/1");
            assertThat(process.getParentSpanContext().getSpanId()).isEqualTo(publish.getSpanId());
            assertThat(process.getTraceId()).isEqualTo(ours.getSpanContext().getTraceId());
            assertThat(publish.getParentSpanContext()).isEqualTo(ours.getSpanContext());
        }
    }

    @Test
    void callsOfAHandlerArePartOfItsOwn_throughTwoServices() {
        try (Component inner = connect(webSocket(), sdk);
                Component outer = connect(webSocket(), sdk);
                Component caller = connect(webSocket(), sdk)) {
            inner.expose("inner", request -> 7);
            outer.expose("outer", request -> outer.async().rpc("inner"));

            assertThat(caller.rpc("outer").as(int.class)).isEqualTo(7);

            await().until(() -> exporter.getFinishedSpanItems().size() == 4);
            List<SpanData> spans = exporter.getFinishedSpanItems();
            assertThat(spans)
                    .extracting(SpanData::getTraceId)
                    .containsOnly(spans.getFirst().getTraceId());
            assertThat(isChain("outer", "outer", "inner", "inner")).isTrue();
        }
    }

    /** Whether there is a chain of spans of these names, the first of which has no parent. */
    private boolean isChain(String... names) {
        String parent = "0000000000000000";
        for (String name : names) {
            String wanted = parent;
            parent = exporter.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals(name)
                            && span.getParentSpanId().equals(wanted))
                    .map(SpanData::getSpanId)
                    .findAny()
                    .orElse("none");
        }
        return !parent.equals("none");
    }

    @Test
    void contextGoesOver_inOneProcess() {
        ComponentOptions.Builder local = ComponentOptions.builder().broker(broker);
        try (Component service = connect(local, sdk);
                Component caller = connect(local, sdk)) {
            service.expose("svc", request -> 7);
            caller.rpc("svc");

            await().until(() -> exporter.getFinishedSpanItems().size() == 2);
            assertThat(isChain("svc", "svc")).isTrue();
        }
    }

    @Test
    void contextGoesOver_toAServerWithoutABroker() {
        ServerOptions options = ServerOptions.builder()
                .home(home.resolve("server"))
                .webSocket(0)
                .tracing(OpenTelemetryTracing.of(sdk))
                .build();
        try (Server server = Rembus.server(options);
                Component peer = connect(
                        ComponentOptions.builder()
                                .address(server.addresses().getFirst().toString()),
                        sdk)) {
            server.expose("svc", request -> 7);
            peer.rpc("svc");

            await().until(() -> exporter.getFinishedSpanItems().size() == 2);
            assertThat(isChain("svc", "svc")).isTrue();
        }
    }

    @Test
    void traceBeginsAnew_overTcpOrInJson() {
        ComponentOptions.Builder json = webSocket().encoding(Encoding.JSON);
        try (Component tcp = connect(at(1), sdk);
                Component inJson = connect(json, sdk);
                Component publisher = connect(webSocket(), sdk)) {
            tcp.subscribe("tcp", message -> {});
            inJson.subscribe("json", message -> {});
            publisher.publish("tcp", 1);
            publisher.publish("json", 1);
            publisher.subscribe("own", message -> {});
            inJson.publish("own", 1);

            for (String topic : List.of("tcp", "json", "own")) {
                assertThat(isFirst(awaitSpan("process " + topic))).as(topic).isTrue();
            }
        }
    }

    @Test
    void traceBeginsAnew_readFromDisk() throws Exception {
        try (Component publisher = connect(webSocket(), sdk)) {
            publisher.publish(Publish.to("stored").qos(QoS.AT_LEAST_ONCE).with(1));
        }
        broker.close();
        start();
        try (Component late = connect(webSocket(), sdk)) {
            late.subscribe("stored", From.lastReceived(), message -> {});

            assertThat(isFirst(awaitSpan("process stored"))).isTrue();
        }
    }

    private static boolean isFirst(SpanData span) {
        return !span.getParentSpanContext().isValid();
    }

    @Test
    void nothingIsTraced_nobodyAskedForIt() {
        try (Component component = Rembus.component(webSocket().build())) {
            assertThat(webSocket().build().tracing()).isSameAs(Tracing.none());
            component.publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(1));
        }
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    private SpanData awaitSpan(String name) {
        return await().until(
                        () -> exporter.getFinishedSpanItems().stream()
                                .filter(span -> span.getName().equals(name))
                                .findAny(),
                        found -> found.isPresent())
                .orElseThrow();
    }
}
