package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rembus.client.Component;
import org.rembus.client.Rembus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code rembus broker} in a process of its own, ended by one signal or two, with its log in either format. */
final class BrokerSignalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ChildCommand startBroker(String... options) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=",
                "-cp",
                classPath,
                Main.class.getName(),
                "broker",
                "--ws",
                "0",
                "--store",
                "none"));
        command.addAll(List.of(options));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("REMBUS_TIMEOUT", String.valueOf(PATIENCE.toSeconds()));
        return ChildCommand.start(process);
    }

    /** A call that waits in its service, until that is let go. */
    private static final class Pending implements AutoCloseable {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Component service;
        private final Component caller;
        private final CompletableFuture<?> answer;

        Pending(String url) throws InterruptedException {
            service = Rembus.component(url + "/service");
            service.expose("slow", () -> {
                entered.countDown();
                return released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            });
            caller = Rembus.component(url + "/caller");
            answer = caller.async().rpc("slow");
            assertThat(entered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            released.countDown();
            caller.close();
            service.close();
        }
    }

    @Test
    void oneSignal_requestUnderWay_isAnsweredAndTheStatusIs0() throws Exception {
        try (ChildCommand broker = startBroker()) {
            String url = broker.awaitOut("listening ").substring("listening ".length());
            try (Pending pending = new Pending(url)) {
                broker.terminate().awaitErrWith("stopping: requests under way are answered first");
                assertThat(pending.answer).isNotDone();
                pending.released.countDown();
                assertThat(broker.status()).isZero();
                assertThat(pending.answer).succeedsWithin(PATIENCE);
            }
        }
    }

    @Test
    void secondSignal_requestUnderWay_endsAtOnceWithStatus1() throws Exception {
        try (ChildCommand broker = startBroker("--log-format", "json")) {
            String url = broker.awaitOut("listening ").substring("listening ".length());
            try (Pending pending = new Pending(url)) {
                broker.terminate().awaitErrWith("stopping: requests under way are answered first");
                broker.terminate();
                assertThat(broker.status()).isEqualTo(1);
                assertThat(pending.released.getCount()).as("nobody answered").isEqualTo(1);
                JsonNode line = new JsonMapper().readTree(broker.awaitErrWith("stopping although"));
                assertThat(line.path("formattedMessage").stringValue())
                        .isEqualTo("stopping although requests are still under way");
                assertThat(line.path("level").stringValue()).isEqualTo("WARN");
            }
        }
    }
}
