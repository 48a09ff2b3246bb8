package org.rembus.broker.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawTcpPeer;
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
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/** Over real sockets. The acceptor answers each RPC with its own arguments. */
@Timeout(60)
final class TcpListenerTest {
    private static final int MAX_CONNECTIONS = 4;
    private static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT.withCloseTimeout(Duration.ofMillis(300));

    private final BufferBudget budget = new BufferBudget(256 << 20);
    private final TransportLoop loop =
            TransportLoop.start(budget, new Admission(MAX_CONNECTIONS, MAX_CONNECTIONS), System::nanoTime);
    private final RecordingAcceptor acceptor = new RecordingAcceptor(TcpListenerTest::echo);
    private TcpListener listener = new TcpListener(loop, acceptor, OPTIONS);
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
        listener = new TcpListener(loop, acceptor, options);
        address = listener.start(new InetSocketAddress(address.getAddress(), 0));
    }

    private static void echo(Connection connection, Message message) {
        if (message instanceof Message.Rpc rpc) {
            connection.send(new Message.Response(rpc.id(), Status.SUCCESS, rpc.data()));
        }
    }

    private static Message.Rpc rpc(Object argument) {
        return new Message.Rpc(MessageId.of(7, 8), "echo", null, Payload.ofArguments(argument));
    }

    private static Message answer(Object argument) {
        return new Message.Response(MessageId.of(7, 8), Status.SUCCESS, Payload.ofArguments(argument));
    }

    @Test
    void answersMessages_everyHeader() throws IOException {
        try (RawTcpPeer peer = RawTcpPeer.connect(address)) {
            for (int header : new int[] {0x81, 0x8D, 0x8F}) {
                peer.sendRaw(RawTcpPeer.frame(header, MessageEncoder.encode(rpc(header))));
                assertThat(peer.readMessage()).isEqualTo(answer(header));
            }
            assertThat(acceptor.session().connection.peer()).matches("tcp 127\\.0\\.0\\.1:\\d+");
            assertThat(acceptor.session().connection.isLocal()).isTrue();
        }
    }

    @Test
    void answersAMessage_sentByteByByte() throws IOException {
        try (RawTcpPeer peer = RawTcpPeer.connect(address)) {
            for (byte single : RawTcpPeer.frame(rpc("x".repeat(300)))) {
                peer.sendRaw(single);
            }
            assertThat(peer.readMessage()).isEqualTo(answer("x".repeat(300)));
        }
    }

    @Test
    void answersAMessage_ofManyMebibytes() throws IOException {
        try (RawTcpPeer peer = RawTcpPeer.connect(address)) {
            byte[] argument = new byte[60 << 20];
            argument[argument.length - 1] = 7;
            assertThat(peer.send(rpc(argument)).readMessage()).isEqualTo(answer(argument));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f20485454502f312e310d0a0d0a, no frame begins with 0x47",
        "160301008f010000, no frame begins with 0x16",
        "82018180, no frame begins with 0x82",
        "8f7fffffff00, a message of more than",
        "8fffffffff00, a message of more than",
        "8100, ''",
        "8101ff, ''",
        "81029fff, ''"
    })
    void endsThatStreamOnlyAndLogsItOnce_poison(String hex, String reason) throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                RawTcpPeer bystander = RawTcpPeer.connect(address);
                RawTcpPeer victim = RawTcpPeer.connect(address)) {
            byte[] poison = HexFormat.of().parseHex(hex);
            bystander.send(rpc("a"));
            victim.send(rpc("before")).sendRaw(poison);
            assertThat(victim.readMessage()).isEqualTo(answer("before"));
            assertThat(victim.readToEnd()).isZero();
            assertThat(bystander.readMessage()).isEqualTo(answer("a"));
            assertThat(bystander.send(rpc("b")).readMessage()).isEqualTo(answer("b"));
            assertThat(log.lines()).singleElement().asString().contains("(tcp 127.0.0.1:", "closed: " + reason);
        }
    }

    @Test
    void hearsOfTheEnd_peerVanishesOrClosesHalf() throws IOException {
        RawTcpPeer vanishing = RawTcpPeer.connect(address);
        vanishing.send(rpc("x")).readMessage();
        vanishing.reset();
        await().until(() -> acceptor.session().closed.get() == 1);
        try (RawTcpPeer half = RawTcpPeer.connect(address)) {
            half.shutdownOutput().readToEnd();
            await().until(() -> acceptor.sessions.getLast().closed.get() == 1);
        }
    }

    @Test
    void refusesOneMore_thereAreAsManyAsThereMayBe() throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                RawTcpPeer first = RawTcpPeer.connect(address);
                RawTcpPeer second = RawTcpPeer.connect(address);
                RawTcpPeer third = RawTcpPeer.connect(address);
                RawTcpPeer fourth = RawTcpPeer.connect(address)) {
            await().until(() -> acceptor.sessions.size() == MAX_CONNECTIONS);
            try (RawTcpPeer surplus = RawTcpPeer.connect(address)) {
                assertThat(surplus.readToEnd()).isZero();
            }
            assertThat(log.lines()).singleElement().asString().contains("as many connections as there may be");
            assertThat(loop.traffic().get(Count.CONNECTIONS_REFUSED)).isEqualTo(1);
            first.close();
            await().until(() -> acceptor.session().closed.get() == 1);
            try (RawTcpPeer next = RawTcpPeer.connect(address)) {
                assertThat(next.send(rpc("room")).readMessage()).isEqualTo(answer("room"));
            }
        }
    }

    @Test
    void isGivenUp_peerReadsNothingForTwoIntervals() throws IOException {
        restart(OPTIONS.withPingInterval(Duration.ofMillis(200)));
        try (RawTcpPeer deaf = RawTcpPeer.connect(address, 4096);
                RawTcpPeer quiet = RawTcpPeer.connect(address)) {
            await().until(() -> acceptor.sessions.size() == 2);
            Connection connection = acceptor.session().connection;
            loop.eventLoop()
                    .submit(() ->
                            connection.offer(new Outgoing(Message.Publish.of("t", Payload.of(new byte[30 << 20])))))
                    .awaitUninterruptibly();
            await().until(() -> acceptor.session().closed.get() == 1);
            assertThat(loop.traffic().get(Count.CLOSED_SILENT)).isEqualTo(1);
            assertThat(quiet.send(rpc("alive")).readMessage()).isEqualTo(answer("alive"));
        }
    }

    @Test
    void endsAllStreams_listenerCloses() throws IOException {
        try (RawTcpPeer polite = RawTcpPeer.connect(address);
                RawTcpPeer stubborn = RawTcpPeer.connect(address)) {
            await().until(() -> acceptor.sessions.size() == 2);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(listener::close);
            polite.readToEnd();
            polite.close();
            stubborn.readToEnd();
            closing.orTimeout(10, TimeUnit.SECONDS).join();
            assertThatThrownBy(() -> RawTcpPeer.connect(address)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void getsAllThatWasSent_acceptorGreetsAndCloses() throws IOException {
        try (TcpListener greeter = new TcpListener(
                        loop,
                        connection -> {
                            connection.send(answer("welcome"));
                            connection.close(CloseReason.REFUSED);
                            return new RecordingAcceptor().onOpened(connection);
                        },
                        OPTIONS);
                RawTcpPeer peer = RawTcpPeer.connect(greeter.start(new InetSocketAddress(address.getAddress(), 0)))) {
            assertThat(peer.readMessage()).isEqualTo(answer("welcome"));
            assertThat(peer.readToEnd()).isZero();
        }
    }

    @Test
    void closesThatConnectionOnly_acceptorFails() throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                TcpListener failing = new TcpListener(
                        loop,
                        connection -> {
                            throw new IllegalStateException("a fault on purpose");
                        },
                        OPTIONS);
                RawTcpPeer bystander = RawTcpPeer.connect(address);
                RawTcpPeer victim = RawTcpPeer.connect(failing.start(new InetSocketAddress(address.getAddress(), 0)))) {
            victim.readToEnd();
            assertThat(bystander.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            assertThat(log.errors()).singleElement().asString().contains("could not be accepted");
        }
    }

    @Test
    void answersInOrder_manyMessagesInOneWrite() throws IOException {
        int count = 10_000;
        try (RawTcpPeer peer = RawTcpPeer.connect(address)) {
            byte[] frame = RawTcpPeer.frame(rpc("same"));
            byte[] all = new byte[count * frame.length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(frame, 0, all, i * frame.length, frame.length);
            }
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> send(peer, all));
            for (int i = 0; i < count; i++) {
                assertThat(peer.readMessage()).isEqualTo(answer("same"));
            }
            writing.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static void send(RawTcpPeer peer, byte[] bytes) {
        try {
            peer.sendRaw(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
