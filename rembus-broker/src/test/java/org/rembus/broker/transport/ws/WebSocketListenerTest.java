package org.rembus.broker.transport.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.rembus.broker.testing.RawPeer.BINARY;
import static org.rembus.broker.testing.RawPeer.CONTINUATION;
import static org.rembus.broker.testing.RawPeer.FIN;
import static org.rembus.broker.testing.RawPeer.PING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;

/** Over real sockets. The acceptor answers each RPC with its own arguments. */
@Timeout(60)
final class WebSocketListenerTest {
    private static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT.withCloseTimeout(Duration.ofMillis(300));

    private final BufferBudget budget = new BufferBudget(256 << 20);
    private final TransportLoop loop = TransportLoop.start(budget, new Admission(1000, 1000), System::nanoTime);
    private final RecordingAcceptor acceptor = new RecordingAcceptor(WebSocketListenerTest::echo);
    private WebSocketListener listener = new WebSocketListener(loop, acceptor, OPTIONS);
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @BeforeEach
    void start() throws IOException {
        address = listener.start(address);
    }

    @AfterEach
    void stop() {
        listener.close();
        loop.close();
        assertThat(budget.used()).isZero();
        assertThat(acceptor.sessions)
                .allSatisfy(session -> assertThat(session.closed).hasValue(1));
    }

    private void restart(ConnectionOptions options) throws IOException {
        listener.close();
        listener = new WebSocketListener(loop, acceptor, options);
        address = listener.start(anyPort());
    }

    private static void echo(Connection connection, Message message) {
        if (message instanceof Message.Rpc rpc) {
            connection.send(new Message.Response(rpc.id(), org.rembus.protocol.Status.SUCCESS, rpc.data()));
        }
    }

    private static Message.Rpc rpc(Object argument) {
        return new Message.Rpc(MessageId.of(7, 8), "echo", null, Payload.ofArguments(argument));
    }

    private static Message answer(Object argument) {
        return new Message.Response(
                MessageId.of(7, 8), org.rembus.protocol.Status.SUCCESS, Payload.ofArguments(argument));
    }

    @Test
    void answersMessages_rawPeer() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            assertThat(peer.send(rpc("hello")).readMessage()).isEqualTo(answer("hello"));
            assertThat(acceptor.session().connection.peer()).matches("ws 127\\.0\\.0\\.1:\\d+");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Rembus-Extensions: nack, trace, events; nack, trace, events",
                "rembus-extensions: EVENTS,teleport; events",
                "X: 1; ''",
                "Rembus-Extensions: trace; trace",
                "Rembus-Extensions: ,;''"
            })
    void handshake_extensionsOffered_thoseSupportedAreEchoedAndAgreedOn(String header, String echo) throws IOException {
        String request = RawPeer.HANDSHAKE.replace("Host: localhost", "Host: localhost\r\n" + header);
        try (RawPeer peer = RawPeer.connectOnly(address)) {
            String head = peer.sendRaw(request.getBytes(US_ASCII)).readHttpHead();

            assertThat(head).startsWith("HTTP/1.1 101 ");
            if (echo.isEmpty()) {
                assertThat(head).doesNotContainIgnoringCase("rembus");
            } else {
                assertThat(head.lines()).contains("Rembus-Extensions: " + echo);
            }
            assertThat(peer.send(rpc("hello")).readMessage()).isEqualTo(answer("hello"));
            assertThat(acceptor.session().connection.extensions()).hasToString(echo);
        }
    }

    @Test
    void answersMessages_clientOfTheJdk() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("first", "second")
                    .buildAsync(
                            URI.create("ws://localhost:" + address.getPort() + "/name?pool=true"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onBinary(WebSocket source, ByteBuffer data, boolean last) {
                                    byte[] bytes = new byte[data.remaining()];
                                    data.get(bytes);
                                    received.complete(bytes);
                                    source.request(1);
                                    return CompletableFuture.completedStage(null);
                                }
                            })
                    .get(10, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("first");
            socket.sendBinary(ByteBuffer.wrap(MessageEncoder.encode(rpc("hello"))), true)
                    .get(10, TimeUnit.SECONDS);
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(MessageEncoder.encode(answer("hello")));
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
            await().until(() -> acceptor.session().closed.get() == 1);
        }
    }

    @Test
    void readsTheFirstMessage_sentTogetherWithTheHandshake() throws IOException {
        try (RawPeer peer = RawPeer.connectOnly(address)) {
            byte[] frame = RawPeer.frame(FIN | BINARY, MessageEncoder.encode(rpc("early")));
            byte[] handshake = RawPeer.HANDSHAKE.getBytes(US_ASCII);
            byte[] both = java.util.Arrays.copyOf(handshake, handshake.length + frame.length);
            System.arraycopy(frame, 0, both, handshake.length, frame.length);
            assertThat(peer.sendRaw(both).readHttpHead())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
            assertThat(peer.readMessage()).isEqualTo(answer("early"));
        }
    }

    @Test
    void greetsAfterTheHandshake_acceptorSendsAtOnce() throws IOException {
        Message greeting = answer("welcome");
        try (WebSocketListener greeter = new WebSocketListener(
                        loop,
                        connection -> {
                            connection.send(greeting);
                            connection.close(CloseReason.REFUSED);
                            return new RecordingAcceptor().onOpened(connection);
                        },
                        OPTIONS);
                RawPeer peer = RawPeer.connect(greeter.start(anyPort()))) {
            assertThat(peer.readMessage()).isEqualTo(greeting);
            assertThat(peer.readClose()).isEqualTo(1008);
            peer.sendClose(1008).readToEnd();
        }
    }

    @Test
    void closesThatConnectionOnly_acceptorFails() throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                WebSocketListener failing = new WebSocketListener(
                        loop,
                        connection -> {
                            throw new IllegalStateException("a fault on purpose");
                        },
                        OPTIONS);
                RawPeer bystander = RawPeer.connect(address);
                RawPeer victim = RawPeer.connect(failing.start(anyPort()))) {
            victim.readToEnd();
            assertThat(bystander.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            assertThat(log.errors()).singleElement().asString().contains("handshake could not be handled");
        }
    }

    private InetSocketAddress anyPort() {
        return new InetSocketAddress(address.getAddress(), 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n"
            })
    void answers426AndCloses_noWebSocket(String request) throws IOException {
        try (RawPeer peer = RawPeer.connectOnly(address)) {
            assertThat(peer.sendRaw(request.getBytes(US_ASCII)).readHttpHead())
                    .startsWith("HTTP/1.1 426 ")
                    .containsIgnoringCase("sec-websocket-version: 13");
            peer.readToEnd();
            assertThat(acceptor.sessions).isEmpty();
            assertThat(loop.traffic().get(Count.HANDSHAKES_REFUSED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rembus|rembus",
                "a.b/c, v1.x|v1.x",
                ",, two|two",
                "x y|''",
                "(quoted)|''",
                "one, two; three|one",
                "(; three|three"
            })
    void acceptsTheFirstSubprotocol_thatIsAToken(String offered, String accepted) throws IOException {
        String name = "Sec-WebSocket-Protocol: ";
        String headers = name + offered.replace("; ", "\r\n" + name) + "\r\n";
        try (RawPeer peer = RawPeer.connectOnly(address)) {
            String handshake = RawPeer.HANDSHAKE.replace("Host:", headers + "Host:");
            String answer = peer.sendRaw(handshake.getBytes(US_ASCII)).readHttpHead();
            assertThat(answer).startsWith("HTTP/1.1 101 ");
            if (accepted.isEmpty()) {
                assertThat(answer).doesNotContainIgnoringCase(name);
            } else {
                assertThat(answer).containsIgnoringCase(name + accepted + "\r\n");
            }
        }
    }

    @Test
    void answers400AndCloses_badHandshake() throws IOException {
        String handshake = RawPeer.HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short");
        String tooLong = RawPeer.HANDSHAKE.replace("localhost", "x".repeat(10_000));
        for (String request : new String[] {handshake, tooLong, "rubbish\r\n\r\n"}) {
            try (RawPeer peer = RawPeer.connectOnly(address)) {
                assertThat(peer.sendRaw(request.getBytes(US_ASCII)).readHttpHead())
                        .startsWith("HTTP/1.1 400 ");
                peer.readToEnd();
            }
        }
        assertThat(acceptor.sessions).isEmpty();
    }

    @Test
    void closes_handshakeIsSlow() throws IOException {
        restart(OPTIONS.withHandshakeTimeout(Duration.ofMillis(200)));
        try (RawPeer silent = RawPeer.connectOnly(address);
                RawPeer slow = RawPeer.connectOnly(address)) {
            slow.sendRaw(RawPeer.HANDSHAKE.substring(0, 20).getBytes(US_ASCII));
            silent.readToEnd();
            slow.readToEnd();
            assertThat(loop.traffic().get(Count.HANDSHAKES_TIMED_OUT)).isEqualTo(2);
        }
    }

    @Test
    void takesALargeFragmentedMessage_pingsBetween() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            byte[] argument = new byte[60 << 20];
            argument[argument.length - 1] = 7;
            byte[] message = MessageEncoder.encode(rpc(argument));
            int part = 1 << 20;
            for (int at = 0; at < message.length; at += part) {
                int end = Math.min(message.length, at + part);
                int first = (at == 0 ? BINARY : CONTINUATION) | (end == message.length ? FIN : 0);
                peer.sendFrame(first, java.util.Arrays.copyOfRange(message, at, end));
                peer.sendFrame(FIN | PING, (byte) 1);
            }
            RawPeer.Frame frame = peer.read();
            while (frame.opcode() == RawPeer.PONG) {
                frame = peer.read();
            }
            assertThat(frame.payload()).isEqualTo(MessageEncoder.encode(answer(argument)));
        }
    }

    @Test
    void closesWith1009_frameTooBigIsStillComing() throws IOException {
        restart(OPTIONS.withMaxMessageBytes(1 << 20));
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.sendRaw(RawPeer.header(FIN | BINARY, 50 << 20)).sendRaw(new byte[300_000]);
            assertThat(peer.readClose()).isEqualTo(1009);
            peer.readToEnd();
        }
    }

    @Test
    void noticesNothing_bystanderOfAVictim() throws IOException {
        byte[][] poisons = {
            RawPeer.frame(FIN | BINARY, (byte) 0x9F, (byte) 0xFF),
            RawPeer.frame(FIN | RawPeer.TEXT, (byte) 0xC0),
            RawPeer.frame(0xFF, (byte) 1),
            {(byte) 0x82, 0x01, 0x00},
            RawPeer.header(FIN | BINARY, Long.MIN_VALUE),
            RawPeer.header(FIN | BINARY, Long.MAX_VALUE)
        };
        int[] codes = {1002, 1007, 1002, 1002, 1002, 1009};
        try (RawPeer bystander = RawPeer.connect(address)) {
            for (int i = 0; i < poisons.length; i++) {
                try (RawPeer victim = RawPeer.connect(address)) {
                    bystander.send(rpc("a"));
                    victim.sendRaw(poisons[i]);
                    assertThat(victim.readClose()).as("poison %d", i).isEqualTo(codes[i]);
                    assertThat(bystander.readMessage()).isEqualTo(answer("a"));
                    victim.readToEnd();
                    assertThat(bystander.send(rpc("b")).readMessage()).isEqualTo(answer("b"));
                }
            }
        }
    }

    @Test
    void hearsOfTheEnd_peerVanishesWithAReset() throws IOException {
        RawPeer peer = RawPeer.connect(address);
        peer.send(rpc("x")).readMessage();
        peer.reset();
        await().until(() -> acceptor.session().closed.get() == 1);
    }

    @Test
    void hearsOfTheEnd_peerClosesHalf() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.shutdownOutput().readToEnd();
            await().until(() -> acceptor.session().closed.get() == 1);
        }
    }

    @Test
    void closesAfterTwoIntervals_peerAnswersNoPings() throws IOException {
        restart(OPTIONS.withPingInterval(Duration.ofMillis(100)));
        try (RawPeer peer = RawPeer.connect(address)) {
            assertThat(peer.read().opcode()).isEqualTo(PING);
            assertThat(peer.readClose()).isEqualTo(1001);
            peer.readToEnd();
            assertThat(loop.traffic().get(Count.CLOSED_SILENT)).isEqualTo(1);
        }
    }

    @Test
    void dropsForTheSlowOnly_oneSubscriberStopsReading() throws IOException {
        restart(OPTIONS.withMaxOutputBytes(1 << 20));
        try (RawPeer slow = RawPeer.connectOnly(address, 32 * 1024).shakeHands();
                RawPeer quick = RawPeer.connect(address)) {
            await().until(() -> acceptor.sessions.size() == 2);
            Connection toSlow = acceptor.sessions.get(0).connection;
            Connection toQuick = acceptor.sessions.get(1).connection;
            int accepted = 0;
            for (int i = 0; offer(toSlow, i) == Connection.Offer.ACCEPTED; i++) {
                accepted++;
                assertThat(offer(toQuick, i)).isEqualTo(Connection.Offer.ACCEPTED);
                assertThat(quick.readMessage()).isEqualTo(numbered(i).message());
            }
            assertThat(acceptor.sessions.get(0).writable).hasValue(0);
            for (int i = 0; i < accepted; i++) {
                assertThat(slow.readMessage()).isEqualTo(numbered(i).message());
            }
            await().until(() -> acceptor.sessions.get(0).writable.get() == 1);
            assertThat(offer(toSlow, accepted)).isEqualTo(Connection.Offer.ACCEPTED);
            assertThat(slow.readMessage()).isEqualTo(numbered(accepted).message());
        }
    }

    private Connection.Offer offer(Connection connection, int number) {
        return loop.eventLoop()
                .submit(() -> connection.offer(numbered(number)))
                .awaitUninterruptibly()
                .getNow();
    }

    private static Outgoing numbered(int number) {
        return new Outgoing(Message.Publish.of("n", Payload.ofArguments(number, new byte[10_000])));
    }

    @Test
    void saysGoodbye_listenerCloses() throws IOException {
        try (RawPeer polite = RawPeer.connect(address);
                RawPeer rude = RawPeer.connect(address);
                RawPeer halfway = RawPeer.connectOnly(address)) {
            await().until(() -> acceptor.sessions.size() == 2);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(listener::close);
            assertThat(polite.readClose()).isEqualTo(1001);
            polite.sendClose(1001).readToEnd();
            assertThat(rude.readClose()).isEqualTo(1001);
            rude.readToEnd();
            halfway.readToEnd();
            closing.orTimeout(10, TimeUnit.SECONDS).join();
            assertThatThrownBy(() -> RawPeer.connect(address)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsConnections_acceptingStops() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            listener.stopAccepting();
            assertThatThrownBy(() -> RawPeer.connect(address)).isInstanceOf(IOException.class);
            assertThat(peer.send(rpc("still here")).readMessage()).isEqualTo(answer("still here"));
        }
    }

    @Test
    void saysWhichAddress_portIsTaken() {
        try (WebSocketListener second = new WebSocketListener(loop, acceptor, OPTIONS)) {
            assertThatThrownBy(() -> second.start(address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(address.getPort()));
        }
    }

    @Test
    void sharesLoopAndAcceptor_twoListeners() throws IOException {
        try (WebSocketListener second = new WebSocketListener(loop, acceptor, OPTIONS)) {
            InetSocketAddress other = second.start(anyPort());
            try (RawPeer one = RawPeer.connect(address);
                    RawPeer two = RawPeer.connect(other)) {
                assertThat(one.send(rpc(1)).readMessage()).isEqualTo(answer(1));
                assertThat(two.send(rpc(2)).readMessage()).isEqualTo(answer(2));
            }
        }
    }

    @Test
    void closesWithCodeAndReason_routerCloses() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            await().until(() -> acceptor.sessions.size() == 1);
            loop.eventLoop().execute(() -> acceptor.session().connection.close(CloseReason.OVERWRITTEN));
            RawPeer.Frame frame = peer.read();
            assertThat(frame.closeCode()).isEqualTo(4000);
            assertThat(frame.text()).endsWith("overwritten");
            peer.sendClose(4000).readToEnd();
        }
    }
}
