package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.InterruptedCallException;
import org.rembus.client.NotConnectedException;
import org.rembus.client.NotFoundException;
import org.rembus.client.Publish;
import org.rembus.client.RefusedException;
import org.rembus.client.Rembus;
import org.rembus.client.Server;
import org.rembus.client.ServerOptions;
import org.rembus.client.ServerStartException;
import org.rembus.client.Subscription;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.QoS;

/** A server without a broker, and components of ours that connect to it. */
@Timeout(60)
final class ServerTest {
    @TempDir
    private Path home = Path.of("");

    /** How a peer comes in. */
    enum Way {
        WS(0, Encoding.CBOR),
        JSON(0, Encoding.JSON),
        TCP(1, Encoding.CBOR),
        ZMQ(2, Encoding.CBOR);

        private final int listener;
        private final Encoding encoding;

        Way(int listener, Encoding encoding) {
            this.listener = listener;
            this.encoding = encoding;
        }

        Component connect(Server server, String name) {
            return Rembus.component(ComponentOptions.builder()
                    .address(server.addresses().get(listener) + "/" + name)
                    .encoding(encoding)
                    .build());
        }
    }

    private ServerOptions.Builder options() {
        return ServerOptions.builder()
                .home(home)
                .name("desk")
                .webSocket(0)
                .tcp(0)
                .zmq(0);
    }

    private Server start() {
        return Rembus.server(options().build());
    }

    @ParameterizedTest
    @EnumSource
    void serverAndPeer_callEachOther(Way way) {
        try (Server server = start();
                Component peer = way.connect(server, "peer")) {
            server.expose("add", Integer.class, Integer.class, Integer::sum);
            peer.expose("twice", Integer.class, x -> 2 * x);

            assertThat(peer.rpc("add", 1, 2).as(int.class)).isEqualTo(3);
            assertThat(peer.direct("desk", "add", 3, 4).as(int.class)).isEqualTo(7);
            assertThat(peer.rpc("rid").as(String.class)).isEqualTo("desk");
            assertThat(server.rpc("twice", 21).as(int.class)).isEqualTo(42);
            assertThat(server.direct("peer", "twice", 4).as(int.class)).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverAndPeer_publishToEachOther(Way way) {
        try (Server server = start();
                Component peer = way.connect(server, "peer")) {
            Inbox atServer = new Inbox();
            Inbox atPeer = new Inbox();
            server.subscribe("to/*", atServer);
            peer.subscribe("news", atPeer);
            for (QoS qos : QoS.values()) {
                peer.publish(Publish.to("to/server").qos(qos).with(qos.name()));
                server.publish(Publish.to("news").qos(qos).with(qos.name()));

                assertThat(atServer.next().arguments()).containsExactly(qos.name());
                assertThat(atPeer.next().arguments()).containsExactly(qos.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void peers_doNotReachEachOther(Way way) {
        try (Server server = start();
                Component first = way.connect(server, "first");
                Component second = Way.WS.connect(server, "second")) {
            Inbox atServer = new Inbox();
            Inbox atSecond = new Inbox();
            second.expose("secret", () -> 1);
            second.subscribe("news", atSecond);
            server.subscribe("news", atServer);

            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> first.rpc("secret"));
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> first.direct("second", "secret"));
            first.publish(Publish.to("news").qos(QoS.AT_LEAST_ONCE).with("of first"));
            assertThat(atServer.next().arguments()).containsExactly("of first");
            server.publish("news", "of server");
            assertThat(atSecond.next().arguments()).containsExactly("of server");
        }
    }

    @Test
    void peersOfEveryTenant_reachTheServer() {
        try (Server server = start();
                Component peer = Way.WS.connect(server, "peer.acme")) {
            server.expose("hello", () -> "hello");
            assertThat(peer.rpc("hello").as(String.class)).isEqualTo("hello");
        }
    }

    @Test
    void peerThatWasAway_getsWhatItMissed() {
        try (Server server = start()) {
            try (Component peer = Way.WS.connect(server, "peer")) {
                peer.subscribe(Subscription.to("news").from(From.lastReceived()), new Inbox());
            }
            server.publish(Publish.to("news").qos(QoS.AT_LEAST_ONCE).with("while away"));
            Inbox inbox = new Inbox();
            try (Component again = Way.WS.connect(server, "peer")) {
                again.subscribe(Subscription.to("news").from(From.lastReceived()), inbox);
                assertThat(inbox.next().arguments()).containsExactly("while away");
            }
        }
    }

    @Test
    void comingsAndGoings_areKnown() {
        try (Server server = start()) {
            Inbox inbox = new Inbox();
            server.subscribe("component_info", inbox);
            try (Component peer = Way.WS.connect(server, "peer");
                    Component anonymous = Way.WS.connect(server, "")) {
                assertThat(anonymous.isConnected()).isTrue();
                assertThat(peer.isConnected()).isTrue();
                assertThat(server.connectedPeers()).containsExactly("peer");
                assertThat(inbox.next().arguments()).containsExactly(Map.of("event", "connection_up", "cid", "peer"));
            }
            assertThat(inbox.next().arguments()).containsExactly(Map.of("event", "connection_down", "cid", "peer"));
            assertThat(server.connectedPeers()).isEmpty();
        }
    }

    @Test
    void nameOfTheServer_isRefused() {
        try (Server server = start()) {
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Way.WS.connect(server, "desk"));
            assertThat(server).hasToString("Server desk at " + server.addresses());
        }
    }

    @Test
    void closing_async_endsTheListenersToo() {
        Server server = start();
        List<URI> addresses = server.addresses();
        assertThat(addresses).extracting(URI::getScheme).containsExactly("ws", "tcp", "zmq");
        server.async().close().join();

        assertThatExceptionOfType(NotConnectedException.class)
                .isThrownBy(() -> Rembus.component(addresses.getFirst().toString()));
        assertThat(server.connectedPeers()).isEmpty();
        server.close();
    }

    @Test
    void closing_interrupted_endsTheListenersAllTheSame() {
        Server server = start();
        URI address = server.addresses().getFirst();
        Thread.currentThread().interrupt();

        // There may be nothing to wait for any more.
        assertThat(catchThrowable(server::close))
                .satisfiesAnyOf(
                        done -> assertThat(done).isNull(),
                        interrupted -> assertThat(interrupted).isInstanceOf(InterruptedCallException.class));
        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(NotConnectedException.class).isThrownBy(() -> Rembus.component(address.toString()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closing_executorHasNoMoreThreads_endsTheListenersAllTheSame(boolean async) {
        AtomicBoolean isExhausted = new AtomicBoolean();
        Server server = Rembus.server(options()
                .executor(task -> {
                    if (isExhausted.get()) {
                        throw new OutOfMemoryError("no more threads, as this test has it");
                    }
                    Thread.startVirtualThread(task);
                })
                .build());
        String address = server.addresses().getFirst().toString();
        isExhausted.set(true);
        if (async) {
            assertThat(server.async().close()).isNotNull();
        } else {
            server.close();
        }

        await().untilAsserted(() -> assertThatExceptionOfType(NotConnectedException.class)
                .isThrownBy(() -> Rembus.component(address).close()));
    }

    @Test
    void portThatIsTaken_isSaid() {
        try (Server server = start()) {
            int port = server.addresses().getFirst().getPort();
            assertThatExceptionOfType(ServerStartException.class)
                    .isThrownBy(() -> Rembus.server(
                            ServerOptions.builder().home(home).webSocket(port).build()))
                    .withMessageContaining(String.valueOf(port));
        }
    }

    @Test
    void settings_areThoseOfABroker_butStore() {
        try (Server server = Rembus.server(options().set("max_ws_frame", "2048").build());
                Component peer = Way.WS.connect(server, "peer")) {
            server.expose("length", byte[].class, bytes -> bytes.length);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> peer.rpc("length", (Object) new byte[10_000]));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rembus.server(options().set("store", "all").build()))
                .withMessage("store: a server keeps nothing on disk");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rembus.server(options().set("no_such", "1").build()))
                .withMessage("no_such: there is no such setting");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Rembus.server(options().set("max_ws_frame", "much").build()))
                .withMessageContaining("max_ws_frame is \"much\"");
    }

    @Test
    void settingsOfTheFolder_impossible_areNoMistakeOfTheProgram() throws Exception {
        Path file = Files.createDirectories(home.resolve("desk")).resolve("settings.json");
        Files.writeString(file, "{\"max_ws_frame\": \"much\"}");
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(this::start)
                .withMessageContainingAll("server desk", "max_ws_frame", "much");
    }

    @Test
    void encryptedPort_withoutCertificate_isSaid() {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> Rembus.server(ServerOptions.builder()
                        .home(home)
                        .secureWebSocket(0)
                        .keystore(home.resolve("none"))
                        .build()))
                .withMessageContaining("rembus.crt");
    }
}
