package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.Rembus;
import org.rembus.client.RembusException;
import org.rembus.client.Server;
import org.rembus.client.ServerOptions;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** Our server with peers in Python, and what the guide says of servers, as printed. */
@Timeout(180)
class ServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SECTION =
            Pattern.compile("## A server, without a broker\\R(.*?)\\R## ", Pattern.DOTALL);

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void pythonPeers_reachTheServerAndItThem_andNotEachOther() throws Exception {
        Server server = fixtures.add(Rembus.server(
                ServerOptions.builder().home(folder).name("desk").webSocket(0).build()));
        Inbox atServer = new Inbox();
        server.expose("add", Integer.class, Integer.class, Integer::sum);
        server.subscribe("measured", atServer);
        PythonPeer python = fixtures.add(PythonPeer.start(PythonVersion.V0_8_23, folder));
        PythonComponent first = python.connect(server.addresses().getFirst() + "/first");
        PythonComponent second = python.connect(server.addresses().getFirst() + "/second");
        first.expose("double", Behaviour.ECHO);
        second.subscribe("news");
        second.subscribe("measured");
        second.reactive();

        assertThat(first.rpc("add", 1, 2).value()).isEqualTo(3L);
        assertThat(first.direct("desk", "add", 3, 4).value()).isEqualTo(7L);
        assertThat(server.rpc("double", 5).as(int[].class)).containsExactly(5);
        assertThat(server.direct("first", "double", 6).as(int[].class)).containsExactly(6);
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> second.rpc("double", 1))
                .withMessageContaining("42");
        for (QoS qos : QoS.values()) {
            first.publish(qos, "measured", qos.name());
            assertThat(atServer.next().arguments()).containsExactly(qos.name());
        }
        server.publish("news", "hello");
        assertThat(second.nextEvent()).isEqualTo(PeerEvent.message("news", Payload.ofArguments("hello")));
        assertThat(server.connectedPeers()).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void everySnippetRuns_asPrinted_onAPortThatIsFree() throws Exception {
        Matcher section = SECTION.matcher(Files.readString(Path.of("..", "docs", "user-guide.md")));
        assertThat(section.find()).isTrue();
        Snippets snippets = new Snippets(section.group(1), folder);
        assertThat(snippets.count()).as("snippets").isEqualTo(3);
        Map<String, Integer> ports = Map.of("Desk", RunningBroker.freePort(), "desk", RunningBroker.freePort());
        for (Map.Entry<String, Integer> server : ports.entrySet()) {
            start(server.getKey(), snippets.program(server.getKey(), onPort(server.getValue())));
        }
        for (int port : ports.values()) {
            awaitService(port);
            assertThat(Tool.run(PATIENCE, snippets.program("visitor", onPort(port))))
                    .contains("6 * 7 = 42");
        }
    }

    private static UnaryOperator<String> onPort(int port) {
        return text -> text.replace("8000", String.valueOf(port));
    }

    private void start(String name, ProcessBuilder program) throws IOException {
        fixtures.add(LoggedProcess.start(name, program, Files.createTempFile(folder, "server", ".log")));
    }

    private static void awaitService(int port) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(RembusException.class)
                .untilAsserted(() -> {
                    try (Component probe = Rembus.component("ws://127.0.0.1:" + port)) {
                        assertThat(probe.rpc("multiply", 2, 3).as(int.class)).isEqualTo(6);
                    }
                });
    }
}
