package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;

/** What the guide says of TLS, as printed; and others who speak it with our broker. */
class TlsIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern SECTION = Pattern.compile("## TLS in a minute\\R(.*?)\\R## ", Pattern.DOTALL);
    private static final Pattern SNIPPET = Pattern.compile("```sh\\R(.*?)```", Pattern.DOTALL);

    private static final String HTTP = """
            POST / HTTP/1.1\r
            Host: localhost\r
            Connection: close\r
            Content-Length: 39\r
            \r
            {"jsonrpc":"2.0","id":7,"method":"rid"}""";

    /** A call of {@code rid} with the id {@code 12345678}, and a byte that no frame begins with. */
    private static final String FRAME_AND_NO_FRAME = "8111" + "8502483132333435363738" + "63726964" + "f680" + "00";

    @TempDir
    private Path home = Path.of("");

    private final int wss = RunningBroker.freePort();
    private final int tls = RunningBroker.freePort();

    TlsIT() throws IOException {}

    /** The commands of the section, in its order, on ports that are free. */
    private List<String[]> commands() throws IOException {
        Matcher section = SECTION.matcher(Files.readString(Path.of("..", "docs", "user-guide.md")));
        assertThat(section.find()).isTrue();
        return SNIPPET.matcher(section.group(1))
                .results()
                .flatMap(snippet -> snippet.group(1).lines())
                .map(line -> line.replace("8443", String.valueOf(wss)).replace("8444", String.valueOf(tls)))
                .map(line -> line.substring("rembus ".length()).split(" ", -1))
                .toList();
    }

    private LoggedProcess startBroker(RembusCommand rembus, String... words) throws IOException {
        Path log = Files.createTempFile(home, "broker", ".log");
        LoggedProcess broker = LoggedProcess.start("broker", rembus.builder(words), log);
        await().atMost(LIMIT).until(() -> {
            broker.expectAlive();
            return Files.readAllLines(log).contains("ready");
        });
        return broker;
    }

    @Test
    void takesAMinute_asTheGuideSays() throws Exception {
        RembusCommand rembus = RembusCommand.in(home);
        List<String[]> commands = commands();
        assertThat(commands).hasSize(3);
        assertThat(rembus.run(commands.get(0)).status()).isZero();
        try (LoggedProcess broker = startBroker(rembus, commands.get(1))) {
            assertThat(broker.testimony()).contains("listening wss://127.0.0.1:" + wss);
            RembusCommand.Outcome answer = rembus.run(commands.get(2));
            assertThat(answer.status()).as(String.valueOf(answer.err())).isZero();
            assertThat(answer.out()).hasSize(1);
            talkToOthers(home.resolve("ca").resolve("rembus-ca.crt"));
        }
    }

    private void talkToOthers(Path authority) throws Exception {
        ComponentOptions options = ComponentOptions.builder()
                .address("tls://localhost:" + tls + "/java")
                .caBundle(authority)
                .build();
        try (Component java = Rembus.component(options)) {
            java.expose("java/length", byte[].class, bytes -> bytes.length);
            java.subscribe("to/java", message -> java.publish("to/python", new byte[message.argument(0, int.class)]));
            PythonEnvironment python = PythonEnvironment.of(PythonVersion.V0_8_23);
            Tool.run(LIMIT, python.script("raw_tcp.py", String.valueOf(tls), authority.toString()));
            pythonComponent(authority);
        }
        openssl(authority);
    }

    private void pythonComponent(Path authority) throws IOException {
        Map<String, String> trust = Map.of("HTTP_CA_BUNDLE", authority.toString());
        try (PythonPeer peer = PythonPeer.start(PythonVersion.V0_8_23, home, trust)) {
            PythonComponent component = peer.connect("wss://localhost:" + wss + "/python");
            assertThat(component.rpc("java/length", new byte[70_000]).value()).isEqualTo(70_000L);
        }
    }

    /** What it sends is answered and ends the connection, so that it ends by itself, too. */
    private void openssl(Path authority) throws IOException {
        try {
            assertThat(openssl(authority, wss, HTTP.getBytes(StandardCharsets.US_ASCII)))
                    .contains("Verify return code: 0 (ok)", "TLSv1.3")
                    .contains("HTTP/1.1 200 OK", "\"result\":\"broker\"");
            assertThat(openssl(authority, tls, HexFormat.of().parseHex(FRAME_AND_NO_FRAME)))
                    .contains("Verify return code: 0 (ok)", "TLSv1.3")
                    .contains("H12345678\u0000fbroker");
        } catch (Tool.ToolFailure e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            Absence.report("OpenSSL as a client in TLS: it is not installed");
        }
    }

    private String openssl(Path authority, int port, byte[] sent) throws IOException {
        Path input = Files.write(Files.createTempFile(home, "openssl", ".in"), sent);
        ProcessBuilder client = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-ign_eof",
                        "-connect",
                        "localhost:" + port,
                        "-CAfile",
                        authority.toString(),
                        "-verify_return_error",
                        "-verify_hostname",
                        "localhost")
                .redirectInput(input.toFile());
        return Tool.run(LIMIT, client);
    }
}
