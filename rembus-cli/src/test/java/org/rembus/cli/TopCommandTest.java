package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;
import org.rembus.cli.json.JsonIn;
import org.rembus.cli.json.NotJsonException;
import org.rembus.cli.json.Parts;
import org.rembus.client.Component;
import org.rembus.client.Rembus;

final class TopCommandTest {
    @TempDir
    private Path folder;

    private BrokerOptions.Builder options() {
        return BrokerOptions.builder()
                .environment(Map.of())
                .home(folder)
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0);
    }

    @Test
    void top_componentsTalk_showsThemAndTheirTopics() throws Exception {
        try (Broker broker = Broker.start(options().build());
                Component hall = Rembus.component(TestBroker.url(broker) + "/hall");
                Component meter = Rembus.component(TestBroker.url(broker) + "/meter")) {
            CountDownLatch came = new CountDownLatch(100);
            hall.subscribe("power", message -> came.countDown());
            CommandRun top = CommandRun.start("top", "--json", "--once", "--url", TestBroker.url(broker));
            while (!top.isDone()) {
                meter.publish("power", 1);
                Thread.onSpinWait();
            }
            came.await();

            assertThat(top.status()).as(top.err()).isZero();
            Map<?, ?> answer = json(top);
            assertThat(rows(answer, "components"))
                    .extracting(row -> String.valueOf(row.get("name")))
                    .contains("hall", "meter");
            assertThat(rows(answer, "topics"))
                    .extracting(row -> String.valueOf(row.get("topic")))
                    .contains("power");
        }
    }

    @Test
    void top_withoutJson_printsTables() throws BrokerStartException {
        try (Broker broker = Broker.start(options().build())) {
            CommandRun top = CommandRun.of("top", "--once", "--sort", "bytes", "--url", TestBroker.url(broker));

            assertThat(top.status()).as(top.err()).isZero();
            assertThat(top.lines()).anyMatch(line -> line.startsWith("COMPONENT"));
            assertThat(top.lines()).anyMatch(line -> line.startsWith("TOPIC"));
            assertThat(top.lines()).contains("dropped: nothing");
        }
    }

    @Test
    void top_notTold_saysWhy() throws BrokerStartException {
        try (Broker broker =
                Broker.start(options().set(Settings.LOCAL_COMMANDS, false).build())) {
            CommandRun top = CommandRun.of("top", "--once", "--url", TestBroker.url(broker));

            assertThat(top.status()).isEqualTo(1);
            assertThat(top.err()).contains("does not tell of its traffic");
        }
    }

    private static Map<?, ?> json(CommandRun run) throws NotJsonException {
        assertThat(run.lines()).hasSize(1);
        return (Map<?, ?>) Objects.requireNonNull(JsonIn.readOrTake(run.lines().getFirst()));
    }

    private static List<Map<?, ?>> rows(Map<?, ?> answer, String key) {
        return Parts.maps(answer.get(key));
    }
}
