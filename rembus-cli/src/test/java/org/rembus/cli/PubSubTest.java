package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.cli.Awaiting.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.Broker;
import org.rembus.client.Component;
import org.rembus.client.Rembus;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PubSubTest {
    @AutoClose
    private Broker broker = TestBroker.start();

    private final String url = TestBroker.url(broker);

    private CommandRun subscribe(String... words) {
        return CommandRun.start(with(url, "sub", words)).awaitErr("subscribed to");
    }

    private void publish(String... words) {
        CommandRun run = CommandRun.of(with(url, "pub", words));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
    }

    private static String[] with(String url, String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command, "--url", url));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    @Test
    void message_isPrintedAsOneLineOfJson_andCountEndsIt() {
        CommandRun sub = subscribe("a/b", "--count", "2");
        publish(
                "a/b",
                "1",
                "-2.5",
                "tea",
                "\"42\"",
                "null",
                "true",
                "[{\"k\":123456789012345678901}]",
                "@x",
                "--",
                "-y");
        publish("a/b");
        assertThat(sub.status()).isZero();
        assertThat(sub.lines())
                .containsExactly(
                        "{\"topic\":\"a/b\",\"args\":[1,-2.5,\"tea\",\"42\",null,true,"
                                + "[{\"k\":123456789012345678901}],\"@x\",\"-y\"]}",
                        "{\"topic\":\"a/b\",\"args\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void message_withSlot_isPrintedWithQosAndSlotAndPattern(String qos) {
        CommandRun sub = subscribe("a/**", "b", "--count", "1");
        publish("a/b", "7", "--qos", qos, "--slot", "4294967295");
        assertThat(sub.status()).isZero();
        assertThat(sub.out())
                .isEqualTo("{\"topic\":\"a/b\",\"args\":[7],\"pattern\":\"a/**\""
                        + (qos.equals("0") ? "" : ",\"qos\":" + qos) + ",\"slot\":4294967295}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void lines_arePublishedInOrder_asManyAsThereAre(String qos) {
        int count = 2000;
        CommandRun sub = subscribe("n", "--count", String.valueOf(count));
        StringBuilder input = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            input.append(i).append(i % 100 == 0 ? "\n\n" : "\n");
            expected.add("{\"topic\":\"n\",\"args\":[" + i + "]" + (qos.equals("0") ? "}" : ",\"qos\":1}"));
        }
        assertThat(CommandRun.withInput(input.toString(), with(url, "pub", "n", "-", "--qos", qos))
                        .status())
                .isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.lines()).isEqualTo(expected);
    }

    @Test
    void lines_thatAreArrays_areTheArguments_andOneThatIsNoJsonEndsIt() {
        CommandRun sub = subscribe("n", "--count", "3");
        CommandRun pub = CommandRun.withInput(
                "[1,[2]]\n{\"a\":1}\n \n\"é\"\ntea\n5\n", with(url, "pub", "n", "-", "--qos", "1"));
        assertThat(pub.status()).isEqualTo(1);
        assertThat(pub.err()).contains("line 5 cannot be sent").contains("3 were published before");
        assertThat(sub.status()).isZero();
        assertThat(sub.lines())
                .containsExactly(
                        "{\"topic\":\"n\",\"args\":[1,[2]],\"qos\":1}",
                        "{\"topic\":\"n\",\"args\":[{\"a\":1}],\"qos\":1}",
                        "{\"topic\":\"n\",\"args\":[\"é\"],\"qos\":1}");
    }

    @Test
    void binaryAndNumbersThatJsonLacks_arePrintedAsText() {
        CommandRun sub = subscribe("x", "--count", "1");
        try (Component component = Rembus.component(url)) {
            component.publish("x", new byte[] {1, 2}, Double.NaN, Double.NEGATIVE_INFINITY);
        }
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("{\"topic\":\"x\",\"args\":[\"AQI=\",\"NaN\",\"-Infinity\"]}\n");
    }

    @Test
    void messages_byAPatternOrOfOtherForms_arePrintedWithAllArguments() {
        CommandRun sub = subscribe("x/*", "--count", "2");
        try (Component component = Rembus.component(url)) {
            component.publish("x/y");
            component.publish("x/y", "\u001b\u009b", Map.of("a", 1));
        }
        assertThat(sub.status()).isZero();
        assertThat(sub.lines())
                .containsExactly(
                        "{\"topic\":\"x/y\",\"args\":[],\"pattern\":\"x/*\"}",
                        "{\"topic\":\"x/y\",\"args\":[\"\\u001B\\u009b\",{\"a\":1}],\"pattern\":\"x/*\"}");
    }

    @Test
    void whatJsonLacks_isGone_ifJsonGoesOverTheWire() {
        CommandRun sub = subscribe("x", "--encoding", "json", "--count", "1");
        try (Component component = Rembus.component(url)) {
            component.publish("x", new byte[] {1, 2}, Double.NaN, Double.NEGATIVE_INFINITY);
        }
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("{\"topic\":\"x\",\"args\":[\"AQI=\",null,null]}\n");
    }

    @Test
    void messages_beyondTheCount_areKeptForTheNextTime() {
        CommandRun first = subscribe("q", "--name", "reader", "--from", "last", "--count", "1");
        CommandRun pub = CommandRun.withInput("1\n2\n3\n4\n", with(url, "pub", "q", "-", "--qos", "1"));
        assertThat(pub.status()).as(pub.err()).isZero();
        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualTo("{\"topic\":\"q\",\"args\":[1],\"qos\":1}\n");

        awaitThatIsGone("reader");
        CommandRun second = CommandRun.of(with(url, "sub", "q", "--name", "reader", "--from", "last", "--count", "3"));
        assertThat(second.status()).isZero();
        assertThat(second.lines())
                .containsExactly(
                        "{\"topic\":\"q\",\"args\":[2],\"qos\":1}",
                        "{\"topic\":\"q\",\"args\":[3],\"qos\":1}",
                        "{\"topic\":\"q\",\"args\":[4],\"qos\":1}");
    }

    /** The connection of a process ends with it; that of a command in this process may take a few seconds. */
    private void awaitThatIsGone(String name) {
        soon(Duration.ofSeconds(30))
                .until(() -> CommandRun.of(with(url, "rpc", "rid", "--target", name))
                        .err()
                        .contains("(status 46)"));
    }

    @Test
    void subscriber_survivesARestartOfTheBroker_andSaysSo() throws Exception {
        int port = broker.addresses().get(0).getPort();
        CommandRun sub = subscribe("a", "--count", "1");
        broker.close();
        sub.awaitErr("connecting again");
        broker = TestBroker.start(port);
        sub.awaitErr("connected again");
        publish("a", "1");
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("{\"topic\":\"a\",\"args\":[1]}\n");
    }

    @Test
    void name_thatIsConnected_isRefused() {
        try (CommandRun first = subscribe("a", "--name", "one")) {
            CommandRun second = CommandRun.of(with(url, "sub", "a", "--name", "one"));
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains("/one: already connected (status 10)");
            assertThat(first.out()).isEmpty();
        }
    }

    @Test
    void broker_thatIsNotThere_isNamed() {
        broker.close();
        for (String command : List.of("pub", "sub", "rpc")) {
            CommandRun run = CommandRun.of(with(url, command, "a"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("rembus: " + url + ": not connected")
                    .hasLineCount(1);
        }
    }
}
