package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.Subscription;
import org.rembus.protocol.QoS;

final class TwinCommandTest {
    @TempDir
    private Path folder;

    private Broker start() throws BrokerStartException {
        return Broker.start(options().build());
    }

    private BrokerOptions.Builder options() {
        return BrokerOptions.builder()
                .environment(Map.of())
                .home(folder)
                .data(folder)
                .webSocket(0);
    }

    /** Leaves a component that is away, and three messages for it. */
    private static void prepare(Broker broker) {
        String url = TestBroker.url(broker);
        try (Component kitchen = Rembus.component(url + "/kitchen")) {
            kitchen.subscribe(Subscription.to("sensor/*").from(From.lastReceived()), message -> {});
            kitchen.expose("lights", call -> "on");
        }
        try (Component sensor = Rembus.component(url)) {
            for (int i = 0; i < 3; i++) {
                sensor.publish(Publish.to("sensor/a").qos(QoS.AT_LEAST_ONCE).with(i));
            }
            sensor.publish(Publish.to("other").qos(QoS.AT_LEAST_ONCE).with(1));
        }
    }

    private static CommandRun run(String... words) {
        CommandRun run = CommandRun.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static Map<?, ?> json(CommandRun run) throws NotJsonException {
        assertThat(run.lines()).hasSize(1);
        return (Map<?, ?>) Objects.requireNonNull(JsonIn.readOrTake(run.lines().getFirst()));
    }

    private static void assertDescribed(Map<?, ?> twin) {
        assertThat(twin.get("name")).isEqualTo("kitchen");
        assertThat(twin.get("connected")).isEqualTo(false);
        assertThat(twin.get("exposed")).isEqualTo(List.of("lights"));
        Map<?, ?> subscription = Parts.maps(twin.get("subscribed")).getFirst();
        assertThat(subscription.get("topic")).isEqualTo("sensor/*");
        assertThat(number(subscription, "messages")).isEqualTo(3);
        assertThat(number(subscription, "behind")).isGreaterThanOrEqualTo(4);
    }

    private static long number(Map<?, ?> described, String key) {
        return ((Number) Objects.requireNonNull(described.get(key))).longValue();
    }

    @Test
    void listAndShow_brokerRuns_tellOfWhoIsAwayAndWhoIsConnected() throws Exception {
        try (Broker broker = start()) {
            String url = TestBroker.url(broker);
            prepare(broker);
            try (Component hall = Rembus.component(url + "/hall")) {
                hall.subscribe("sensor/**", message -> {});
                List<String> lines = run("twin", "list", "--url", url).lines();
                assertThat(lines).hasSize(3);
                assertThat(lines.get(0)).matches("NAME +STATE +SINCE +SUBSCRIPTIONS +SERVICES +POSITION +BEHIND +HELD");
                assertThat(lines.get(1)).matches("hall +connected +\\S+Z +1 +0 +\\d+ +0 +0");
                assertThat(lines.get(2)).matches("kitchen +away +\\S+Z +1 +1 +\\d+ +\\d+ +0");
                assertThat(lines.get(1).indexOf("connected"))
                        .isEqualTo(lines.get(0).indexOf("STATE"));

                assertThat(run("twin", "show", "hall", "--url", url).out())
                        .containsPattern("state +connected since \\S+Z, ws 127.0.0.1:\\d+, reactive");
            }
            assertDescribed(json(run("twin", "show", "kitchen", "--json", "--url", url)));
            assertThat(run("twin", "show", "kitchen", "--url", url).out())
                    .containsPattern("services +1 +lights")
                    .containsPattern("sensor/\\* +last +2 +away +\\d+ +\\d+ +3 +0");
        }
    }

    @Test
    void listAndShow_brokerIsStopped_tellTheSameFromItsFolder() throws Exception {
        try (Broker broker = start()) {
            prepare(broker);
        }
        for (int i = 0; i < 2; i++) {
            assertDescribed(json(run("twin", "show", "kitchen", "--json", "--data", folder.toString())));
            Map<?, ?> listed = json(run("twin", "list", "--json", "--data", folder.toString()));
            assertThat(listed.get("name")).isEqualTo("kitchen");
            assertThat(number(listed, "subscriptions")).isEqualTo(1);
        }
        try (Broker broker = start()) {
            assertDescribed(json(run("twin", "show", "kitchen", "--json", "--url", TestBroker.url(broker))));
        }
    }

    @Test
    void show_nobodyOfThatName_saysSo() throws Exception {
        try (Broker broker = start()) {
            prepare(broker);
            assertUnknown(CommandRun.of("twin", "show", "nobody", "--url", TestBroker.url(broker)));
        }
        assertUnknown(CommandRun.of("twin", "show", "nobody", "--data", folder.toString()));
    }

    private static void assertUnknown(CommandRun run) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("rembus: nobody: no component of this name is known\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void list_folderInUse_saysToAskTheBroker() throws Exception {
        try (Broker broker = start()) {
            prepare(broker);
            CommandRun run = CommandRun.of("twin", "list", "--data", folder.toString());

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("is in use by a running broker; ask it with --url");
        }
    }

    @Test
    void listAndShow_viewIsDamaged_sayWhatToDo() throws Exception {
        try (Broker broker = start()) {
            prepare(broker);
        }
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(folder.resolve("view"), "*.sst")) {
            for (Path table : tables) {
                spoil(table);
            }
        }

        for (CommandRun run : List.of(
                CommandRun.of("twin", "list", "--data", folder.toString()),
                CommandRun.of("twin", "show", "kitchen", "--data", folder.toString()))) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("rembus: " + folder.resolve("view") + ": the view of the journal is damaged: ")
                    .contains("move this folder away")
                    .hasLineCount(1);
        }
    }

    private static void spoil(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < 20; i++) {
            bytes[i] ^= (byte) 0xFF;
        }
        Files.write(file, bytes);
    }

    @Test
    void list_noData_saysSo() {
        CommandRun run = CommandRun.of("twin", "list", "--data", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no broker's data");
    }

    @Test
    void list_noBroker_saysSo() throws Exception {
        String url;
        try (Broker broker = start()) {
            url = TestBroker.url(broker);
        }
        CommandRun run = CommandRun.of("twin", "list", "--url", url);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("cannot connect to " + url);
    }

    @Test
    void list_brokerThatDoesNotTell_saysWhy() throws Exception {
        try (Broker broker =
                Broker.start(options().set(Settings.LOCAL_COMMANDS, false).build())) {
            CommandRun run = CommandRun.of("twin", "list", "--url", TestBroker.url(broker));

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("local_commands");
        }
    }
}
