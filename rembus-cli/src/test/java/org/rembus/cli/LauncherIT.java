package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./rembus}, as a person starts it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LauncherIT {
    @TempDir
    private static Path folder;

    private static LauncherHome home;

    @BeforeAll
    static void install() throws IOException {
        home = LauncherHome.create(folder);
    }

    private static ChildCommand start(String... words) throws IOException {
        return ChildCommand.start(home.rembus(words));
    }

    private static ChildCommand startBroker(String... words) throws IOException {
        return start(Stream.concat(Stream.of("broker", "--ws", "0"), Arrays.stream(words))
                .toArray(String[]::new));
    }

    private static String url(ChildCommand broker) {
        broker.awaitOut("ready");
        return broker.awaitOut("listening ").substring("listening ".length());
    }

    private static void succeeds(ChildCommand command, String... lines) throws InterruptedException {
        try (command) {
            assertThat(command.status()).as(command.toString()).isZero();
            assertThat(command.out()).containsExactly(lines);
        }
    }

    private static void failsAtStart(ProcessBuilder command, String... said) throws Exception {
        try (ChildCommand broker = ChildCommand.start(command)) {
            assertThat(broker.status()).as(broker.toString()).isEqualTo(1);
            assertThat(broker.out()).isEmpty();
            assertThat(broker.err())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("rembus: ")
                    .contains(said);
        }
    }

    @Test
    void broker_isReady_carriesMessagesAndCalls_andEndsWith0() throws Exception {
        try (ChildCommand broker = startBroker()) {
            String url = url(broker);
            try (ChildCommand sub = start("sub", "a/*", "--count", "2", "--url", url);
                    ChildCommand serve = start("serve", "sum", "--url", url, "--", "sh", "-c", "tr -d '[]' | tr , +")) {
                sub.awaitErr("rembus: subscribed to a/*");
                succeeds(start("pub", "a/b", "1", "é€😀", "--url", url));
                succeeds(start("pub", "a/b", "--qos", "2", "--url", url));
                succeeds(
                        sub,
                        "{\"topic\":\"a/b\",\"args\":[1,\"é€😀\"],\"pattern\":\"a/*\"}",
                        "{\"topic\":\"a/b\",\"args\":[],\"pattern\":\"a/*\",\"qos\":2}");

                serve.awaitErr("rembus: serving sum");
                succeeds(start("rpc", "sum", "41", "--url", url), "41");
                assertThat(serve.terminate().status()).isZero();
            }
            assertThat(broker.terminate().status()).as(broker.toString()).isZero();
            assertThat(broker.out()).containsExactly("listening " + url, "ready");
        }
    }

    @Test
    void broker_onATakenPort_failsWithASentence() throws Exception {
        try (ChildCommand broker = startBroker()) {
            String port = url(broker).replaceAll(".*:", "");
            failsAtStart(
                    home.rembus("broker", "--ws", port, "--name", "other"), "cannot listen on 127.0.0.1 port " + port);
            assertThat(broker.terminate().status()).isZero();
        }
    }

    @Test
    void broker_withImpossibleSettings_namesThem() throws Exception {
        ProcessBuilder wrongVariable = home.rembus("broker", "--ws", "0");
        wrongVariable.environment().put("REMBUS_ACK_TIMEOUT", "soon");
        failsAtStart(wrongVariable, "REMBUS_ACK_TIMEOUT", "soon");

        Path settings = folder.resolve("data/odd/settings.json");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"ack_timeuot\":1}");
        failsAtStart(home.rembus("broker", "--ws", "0", "--name", "odd"), settings.toString(), "ack_timeuot");

        failsAtStart(home.rembus("broker", "--host", "no-such-host.invalid"), "no-such-host.invalid");
    }

    @Test
    void broker_forOtherHosts_isWarnedOf() throws Exception {
        try (ChildCommand broker = startBroker("--host", "0.0.0.0")) {
            assertThat(url(broker)).startsWith("ws://0.0.0.0:");
            assertThat(broker.err()).anyMatch(line -> line.contains("without proving a name"));
            assertThat(broker.terminate().status()).isZero();
        }
    }

    @Test
    void subscriber_whoseReaderHasEnough_endsQuietly() throws Exception {
        try (ChildCommand broker = startBroker()) {
            String url = url(broker);
            ProcessBuilder rembus = home.rembus();
            String script = "bash \"$0\" sub a --url " + url + " | head -1; exit ${PIPESTATUS[0]}";
            rembus.command("bash", "-c", script, folder.resolve("rembus").toString());
            try (ChildCommand pipeline = ChildCommand.start(rembus)) {
                pipeline.awaitErr("rembus: subscribed to a");
                succeeds(start("pub", "a", "1", "--url", url));
                pipeline.awaitOut("{\"topic\":\"a\",\"args\":[1]}");
                succeeds(start("pub", "a", "2", "--url", url));
                assertThat(pipeline.status()).isZero();
                assertThat(pipeline.err()).hasSize(1);
            }
        }
    }
}
