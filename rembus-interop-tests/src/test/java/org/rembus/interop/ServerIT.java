package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
import org.rembus.client.RemoteException;
import org.rembus.client.Server;
import org.rembus.client.ServerOptions;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** Our server with peers in Python, and what the guide says of servers, as printed. */
@Timeout(180)
class ServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LONG = "x".repeat(1 << 20);
    private static final Pattern SECTION =
            Pattern.compile("## A server, without a broker\\R(.*?)\\R## ", Pattern.DOTALL);

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    @TempDir
    private Path folder = Path.of("");

    private final Inbox measured = new Inbox();

    @Test
    void pythonPeers_reachTheServerAndItThem_andNotEachOther() throws Exception {
        Server server = server(ServerOptions.builder().webSocket(0));
        String address = server.addresses().getFirst().toString();
        PythonPeer python = python(Map.of());
        PythonComponent first = python.connect(address + "/first");
        PythonComponent second = python.connect(address + "/second");

        bothWays(server, first, "first");
        bothWays(server, second, "second");
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> second.rpc("first/echo", 1))
                .withMessageContaining("42");
        second.subscribe("measured");
        first.publish(QoS.AT_LEAST_ONCE, "measured", "for the server only");
        assertThat(measured.next().arguments()).containsExactly("for the server only");
        server.publish("news/second", "the next");
        assertThat(second.nextEvent()).isEqualTo(PeerEvent.message("news/second", Payload.ofArguments("the next")));
        assertThat(server.connectedPeers()).containsExactlyInAnyOrder("first", "second");
    }

    /** The package itself has no TCP: there it is the TLS of Python that meets ours. */
    @Test
    void pythonPeersInTls_reachTheServerAndItThem_inEachEncodingAndOnTcp() throws Exception {
        Path authority = Certificates.make(folder);
        Server server = server(ServerOptions.builder().secureWebSocket(0).tls(0));
        String address = server.addresses().getFirst().toString();
        PythonPeer python = python(Map.of("HTTP_CA_BUNDLE", authority.toString()));

        for (Encoding encoding : Encoding.values()) {
            bothWays(server, python.connect(address + "/" + encoding, encoding), encoding.name());
        }
        server.expose("java/length", byte[].class, bytes -> bytes.length);
        server.subscribe("to/java", message -> server.publish("to/python", new byte[message.argument(0, int.class)]));
        int tls = server.addresses().getLast().getPort();
        Tool.run(
                PATIENCE,
                PythonEnvironment.of(PythonVersion.V0_8_23)
                        .script("raw_tcp.py", String.valueOf(tls), authority.toString()));
    }

    /** So patient that a busy machine makes no message come twice. */
    private PythonPeer python(Map<String, String> environment) throws IOException {
        Map<String, String> patient = new HashMap<>(environment);
        patient.put("REMBUS_ACK_TIMEOUT", "50");
        return fixtures.add(PythonPeer.start(PythonVersion.V0_8_23, folder, patient));
    }

    private Server server(ServerOptions.Builder options) {
        Server server =
                fixtures.add(Rembus.server(options.home(folder).name("desk").build()));
        server.expose("add", Integer.class, Integer.class, Integer::sum);
        server.expose("bake", () -> {
            throw new IllegalStateException("no flour");
        });
        server.subscribe("measured", measured);
        return server;
    }

    /** Calls, messages and errors, from the peer to the server and back. */
    private void bothWays(Server server, PythonComponent peer, String name) {
        peer.expose(name + "/echo", Behaviour.ECHO);
        peer.expose(name + "/fail", Behaviour.FAIL);
        peer.subscribe("news/" + name);
        peer.reactive();

        assertThat(peer.rpc("add", 1, 2).value()).isEqualTo(3L);
        assertThat(peer.direct("desk", "add", 3, 4).value()).isEqualTo(7L);
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> peer.rpc("bake"))
                .withMessageContaining("no flour");
        assertThat(server.rpc(name + "/echo", 5).as(int[].class)).containsExactly(5);
        assertThat(server.direct(name, name + "/echo", 6).as(int[].class)).containsExactly(6);
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> server.rpc(name + "/fail", 1))
                .withMessage("cannot do it: 1");
        for (QoS qos : QoS.values()) {
            peer.publish(qos, "measured", qos.name());
            assertThat(measured.next().arguments()).containsExactly(qos.name());
        }
        List.of(5, 6)
                .forEach(each -> assertThat(peer.nextEvent())
                        .isEqualTo(PeerEvent.request(name + "/echo", Payload.ofArguments(each))));
        assertThat(peer.nextEvent()).isEqualTo(PeerEvent.request(name + "/fail", Payload.ofArguments(1)));
        server.publish("news/" + name, LONG);
        assertThat(peer.nextEvent()).isEqualTo(PeerEvent.message("news/" + name, Payload.ofArguments(LONG)));
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
