package org.rembus.broker.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Listener;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.tcp.TcpListener;
import org.rembus.broker.transport.ws.WebSocketListener;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** Over real sockets. The acceptor answers each RPC with its own arguments. */
@Timeout(60)
final class TlsListenerTest {
    private static final int MAX_HANDSHAKES = 8;
    private static final int ALERT = 21;
    private static final int FATAL = 2;
    private static final int PROTOCOL_VERSION = 70;
    private static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT.withCloseTimeout(Duration.ofMillis(300));
    private static final byte[] HALF_A_RECORD = HexFormat.of().parseHex("17030340000102030405060708090a");
    private static final byte[] FORGED_RECORD = HexFormat.of().parseHex("1703030020" + "00".repeat(32));
    private static final byte[] HALF_A_CLIENT_HELLO = HexFormat.of().parseHex("160301008f0100008b03030001020304");

    /** Record, handshake, version, random, no session, one cipher suite that was usual then, no compression. */
    private static final byte[] CLIENT_HELLO_OF_TLS_1_1 =
            HexFormat.of().parseHex("160301002d" + "01000029" + "0302" + "07".repeat(32) + "00" + "0002c013" + "0100");

    @TempDir
    private Path folder = Path.of("");

    private final BufferBudget budget = new BufferBudget(256 << 20);
    private final TransportLoop loop =
            TransportLoop.start(budget, new Admission(100, MAX_HANDSHAKES), System::nanoTime);
    private final RecordingAcceptor acceptor = new RecordingAcceptor(TlsListenerTest::echo);
    private final TestCertificates certificates = new TestCertificates();

    TlsListenerTest() throws Exception {}

    @BeforeEach
    void writeKeystore() throws Exception {
        TestCertificates.write(certificates.server("first"), folder);
    }

    @AfterEach
    void stop() {
        loop.close();
        assertThat(budget.used()).isZero();
        assertThat(acceptor.sessions)
                .allSatisfy(session -> assertThat(session.closed).hasValue(1));
    }

    /** What listens, and what it lets in. */
    private final class Ports implements AutoCloseable {
        final TlsEntrance entrance;
        final Listener listener;
        final InetSocketAddress address;

        Ports(boolean webSocket, ConnectionOptions options) throws IOException {
            entrance = TlsEntrance.open(folder, null, loop, options, MAX_HANDSHAKES);
            listener = webSocket
                    ? new WebSocketListener(loop, acceptor, options, entrance)
                    : new TcpListener(loop, acceptor, options, entrance);
            address = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        public void close() {
            listener.close();
            entrance.close();
        }
    }

    private Ports tls() throws IOException {
        return new Ports(false, OPTIONS);
    }

    private Ports tls(ConnectionOptions options) throws IOException {
        return new Ports(false, options);
    }

    private Ports wss(ConnectionOptions options) throws IOException {
        return new Ports(true, options);
    }

    private SSLSocket connect(Ports ports, String... protocols) throws Exception {
        return connect(TestCertificates.plain(ports.address), protocols);
    }

    private SSLSocket connect(Socket plain, String... protocols) throws Exception {
        return TestCertificates.over(plain, certificates.client(null), protocols);
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

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersMessages_tcp(String protocol) throws Exception {
        try (Ports ports = tls();
                SSLSocket socket = connect(ports, protocol);
                RawTcpPeer peer = RawTcpPeer.over(socket)) {
            assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            byte[] large = new byte[20 << 20];
            assertThat(peer.send(rpc(large)).readMessage()).isEqualTo(answer(large));
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(acceptor.session().connection.peer()).matches("tls 127\\.0\\.0\\.1:\\d+");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersMessages_webSocket(String protocol) throws Exception {
        try (Ports ports = wss(OPTIONS);
                RawPeer peer =
                        RawPeer.over(connect(ports, protocol)).shakeHands().send(rpc("a"))) {
            assertThat(peer.readMessage()).isEqualTo(answer("a"));
            assertThat(acceptor.session().connection.peer()).matches("wss 127\\.0\\.0\\.1:\\d+");
            peer.sendClose(1000);
            assertThat(peer.readClose()).isEqualTo(1000);
        }
    }

    /** In TLS 1.2 the type of a record can be seen from outside. */
    @Test
    void saysThatNothingMoreComes_brokerCloses() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (Ports ports = tls();
                RawTcpPeer peer = RawTcpPeer.over(connect(new WatchedSocket(ports.address, seen), "TLSv1.2"))) {
            assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            Connection connection = acceptor.session().connection;
            loop.eventLoop().submit(() -> {
                connection.send(answer("last"));
                connection.close(CloseReason.REFUSED);
            });
            assertThat(peer.readMessage()).isEqualTo(answer("last"));
            assertThat(peer.readToEnd()).isZero();
        }
        assertThat(typeOfLastRecord(seen.toByteArray())).isEqualTo(ALERT);
    }

    private static int typeOfLastRecord(byte[] stream) {
        ByteBuffer records = ByteBuffer.wrap(stream);
        int type = -1;
        while (records.hasRemaining()) {
            type = records.get();
            int length = records.getShort(records.position() + 2);
            records.position(records.position() + 4 + length);
        }
        return type;
    }

    /** Keeps what came, as it came. */
    private static final class WatchedSocket extends Socket {
        private final ByteArrayOutputStream seen;

        WatchedSocket(InetSocketAddress address, ByteArrayOutputStream seen) throws IOException {
            super(address.getAddress(), address.getPort());
            this.seen = seen;
            setSoTimeout(10_000);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = super.read(target, offset, length);
                    if (count > 0) {
                        seen.write(target, offset, count);
                    }
                    return count;
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isClosedAndNamed_plainTextOnAPortOfTls(boolean webSocket) throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = new Ports(webSocket, OPTIONS);
                RawTcpPeer plain = RawTcpPeer.over(TestCertificates.plain(ports.address))) {
            plain.sendRaw(RawPeer.HANDSHAKE.getBytes(StandardCharsets.US_ASCII)).readToEnd();
            assertThat(log.lines()).singleElement().asString().contains("it does not speak TLS, and this port does");
            assertThat(log.errors()).isEmpty();
        }
        assertThat(loop.traffic().get(Count.HANDSHAKES_REFUSED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isClosedAndNamed_tlsOnAPlainPort(boolean webSocket) throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Listener listener = webSocket
                        ? new WebSocketListener(loop, acceptor, OPTIONS)
                        : new TcpListener(loop, acceptor, OPTIONS)) {
            InetSocketAddress address = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> connect(TestCertificates.plain(address))).isInstanceOf(IOException.class);
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).singleElement().asString().contains("it speaks TLS, and this port does not");
        }
    }

    @Test
    void losesItsPlace_clientHelloDoesNotGoOn() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls(OPTIONS.withHandshakeTimeout(Duration.ofMillis(300)));
                RawTcpPeer slow = RawTcpPeer.over(TestCertificates.plain(ports.address))) {
            slow.sendRaw(HALF_A_CLIENT_HELLO).readToEnd();
            assertThat(log.lines()).singleElement().asString().contains("its handshake took too long");
            assertThat(loop.traffic().get(Count.HANDSHAKES_TIMED_OUT)).isEqualTo(1);
        }
    }

    /** On a machine that is so busy that the TLS handshake is what takes too long, nothing differs but where it ends. */
    @Test
    void hasOneDeadlineInAll_requestDoesNotFollowTheTlsHandshake() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = wss(OPTIONS.withHandshakeTimeout(Duration.ofMillis(800)));
                Socket plain = TestCertificates.plain(ports.address)) {
            sayOneByte(plain);
            await().until(() -> loop.traffic().get(Count.HANDSHAKES_TIMED_OUT) == 1);
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("wss ")
                    .contains("took too long");
        }
    }

    private void sayOneByte(Socket plain) throws Exception {
        try (RawTcpPeer slow = RawTcpPeer.over(connect(plain))) {
            slow.sendRaw((byte) 'G').readToEnd();
        } catch (IOException tooLate) {
            assertThat(loop.traffic().get(Count.HANDSHAKES_TIMED_OUT)).isEqualTo(1);
        }
    }

    @Test
    void makesRoom_tooManyBeginAndDoNotGoOn() throws Exception {
        try (Ports ports = tls();
                RawTcpPeer oldest = RawTcpPeer.over(TestCertificates.plain(ports.address))) {
            oldest.sendRaw(HALF_A_CLIENT_HELLO);
            Socket[] others = new Socket[MAX_HANDSHAKES];
            for (int i = 0; i < others.length; i++) {
                others[i] = TestCertificates.plain(ports.address);
            }
            oldest.readToEnd();
            assertThat(loop.traffic().get(Count.HANDSHAKES_CROWDED_OUT)).isEqualTo(1);
            try (RawTcpPeer peer = RawTcpPeer.over(connect(ports))) {
                assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            }
            for (Socket other : others) {
                other.close();
            }
        }
    }

    @Test
    void isClosed_recordDoesNotGoOn() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls(OPTIONS.withMessageTimeout(Duration.ofMillis(300)));
                Socket plain = TestCertificates.plain(ports.address);
                RawTcpPeer peer = RawTcpPeer.over(connect(plain))) {
            assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            plain.getOutputStream().write(HALF_A_RECORD);
            await().until(() -> acceptor.session().closed.get() == 1);
            assertThat(log.lines()).singleElement().asString().contains("a TLS record that does not go on");
            assertThat(loop.traffic().get(Count.CLOSED_STALLED)).isEqualTo(1);
        }
    }

    @Test
    void isCharged_recordDoesNotGoOn() throws Exception {
        try (Ports ports = tls();
                Socket plain = TestCertificates.plain(ports.address);
                RawTcpPeer peer = RawTcpPeer.over(connect(plain))) {
            assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            plain.getOutputStream().write(HALF_A_RECORD);
            await().until(() -> budget.used() > 0);
        }
    }

    /** The JDK's own engine would not even offer it: so the bytes are written by hand. */
    @Test
    void isToldWhichVersions_peerOffersTls11AtMost() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls();
                Socket plain = TestCertificates.plain(ports.address)) {
            plain.getOutputStream().write(CLIENT_HELLO_OF_TLS_1_1);
            byte[] answer = plain.getInputStream().readAllBytes();

            assertThat(answer).hasSize(7).startsWith(ALERT, 3).endsWith(0, 2, FATAL, PROTOCOL_VERSION);
            assertThat(log.lines()).singleElement().asString().contains("TLSv1.1");
            assertThat(loop.traffic().get(Count.HANDSHAKES_REFUSED)).isOne();
        }
    }

    @Test
    void isThePeersFault_recordIsForged() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls();
                Socket plain = TestCertificates.plain(ports.address);
                RawTcpPeer victim = RawTcpPeer.over(connect(plain));
                RawTcpPeer bystander = RawTcpPeer.over(connect(ports))) {
            assertThat(victim.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            plain.getOutputStream().write(FORGED_RECORD);
            await().until(() -> acceptor.session().closed.get() == 1);
            assertThat(log.lines()).singleElement().asString().startsWith("somebody (tls 127.0.0.1:");
            assertThat(log.errors()).isEmpty();
            assertThat(loop.traffic().get(Count.CLOSED_VIOLATION)).isEqualTo(1);
            assertThat(bystander.send(rpc("b")).readMessage()).isEqualTo(answer("b"));
        }
    }

    @Test
    void isClosed_peerWantsAnotherHandshake() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls();
                SSLSocket socket = connect(ports, "TLSv1.2");
                RawTcpPeer peer = RawTcpPeer.over(socket)) {
            assertThat(peer.send(rpc("a")).readMessage()).isEqualTo(answer("a"));
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        peer.send(rpc("b")).readMessage();
                    })
                    .isInstanceOf(IOException.class);
            await().until(() -> acceptor.session().closed.get() == 1);
            assertThat(log.lines()).singleElement().asString().contains("it wants another TLS handshake");
        }
    }

    @Test
    void isNoFault_peerHangsUpOrVanishes() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Ports ports = tls()) {
            try (RawTcpPeer polite = RawTcpPeer.over(connect(ports, "TLSv1.2"))) {
                polite.send(rpc("a")).readMessage();
            }
            await().until(() -> acceptor.session().closed.get() == 1);
            RawTcpPeer rude = RawTcpPeer.over(TestCertificates.plain(ports.address));
            rude.reset();
            Socket plain = TestCertificates.plain(ports.address);
            RawTcpPeer vanishing = RawTcpPeer.over(connect(plain));
            vanishing.send(rpc("a")).readMessage();
            plain.setSoLinger(true, 0);
            plain.close();
            await().until(() -> acceptor.sessions.size() == 2
                    && acceptor.sessions.get(1).closed.get() == 1);
            assertThat(log.lines()).isEmpty();
        }
    }
}
