package org.rembus.client.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;
import org.rembus.client.ScriptedBroker;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A component in an application that has no OpenTelemetry, or one that does nothing. */
final class WithoutOpenTelemetryTest {

    @Test
    void componentWorks_apiIsNotOnTheClassPath_andTracesNothing() throws Exception {
        try (URLClassLoader elsewhere = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> application = elsewhere.loadClass(Application.class.getName());
            Callable<?> run = (Callable<?>) application.getDeclaredConstructor().newInstance();

            assertThat(run.call()).isEqualTo("ALWAYS pong");
        }
    }

    @Test
    void nothingIsTraced_openTelemetryDoesNothing_asIfThereWasNone() {
        assertThat(OpenTelemetryTracing.of(OpenTelemetry.noop())).isSameAs(Tracing.none());
        assertThat(Tracing.global()).isSameAs(Tracing.none());
    }

    /** What runs there; reflection as frameworks do it, and all verbs. */
    public static final class Application implements Callable<String> {
        @Override
        public String call() throws Exception {
            assertThat(ComponentOptions.class.getMethods()).isNotEmpty();
            assertThat(ComponentOptions.Builder.class.getDeclaredMethods()).isNotEmpty();
            try (ScriptedBroker broker = ScriptedBroker.start()) {
                broker.script(
                        Message.Rpc.class,
                        (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("pong"))));
                ComponentOptions options =
                        ComponentOptions.builder().address(broker.url()).build();
                try (Component component = Rembus.component(options)) {
                    component.subscribe("topic", message -> {});
                    component.expose("service", request -> null);
                    component.publish("topic", 1);
                    return options.tracing() + " " + component.rpc("ping").as(String.class);
                }
            }
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("opentelemetry"))
                .map(WithoutOpenTelemetryTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return URI.create(new File(entry).toURI().toString()).toURL();
        } catch (MalformedURLException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
