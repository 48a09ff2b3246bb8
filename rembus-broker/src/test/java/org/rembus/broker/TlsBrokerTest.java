package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A whole broker with ports of every kind. */
@Timeout(60)
final class TlsBrokerTest {
    private static final Message.Rpc VERSION =
            new Message.Rpc(MessageId.of(1, MessageId.GEN2_LENGTH), "version", null, Payload.NO_ARGUMENTS);

    @TempDir
    private Path home = Path.of("");

    private final TestCertificates certificates = new TestCertificates();

    TlsBrokerTest() throws Exception {}

    private BrokerOptions.Builder options() {
        return BrokerOptions.builder()
                .environment(Map.of("REMBUS_DIR", home.toString()))
                .set(Settings.STORE, Settings.Store.NONE)
                .secureWebSocket(0)
                .tls(0);
    }

    private SSLSocket connect(Broker broker, int index) throws Exception {
        return connect(broker, index, certificates.client(null));
    }

    private static SSLSocket connect(Broker broker, int index, SSLContext client, String... protocols)
            throws Exception {
        InetSocketAddress address =
                new InetSocketAddress("localhost", broker.addresses().get(index).getPort());
        return TestCertificates.over(TestCertificates.plain(address), client, protocols);
    }

    private static String subject(SSLSocket socket) throws Exception {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    @Test
    void answersInTls_keystoreIsWhereItIsLookedFor() throws Exception {
        TestCertificates.write(certificates.server("broker"), home.resolve("keystore"));
        try (Broker broker = Broker.start(options().build());
                RawTcpPeer peer = RawTcpPeer.over(connect(broker, 1))) {
            assertThat(broker.addresses()).extracting(URI::getScheme).containsExactly("wss", "tls");
            assertThat(peer.send(VERSION).readMessage()).isInstanceOf(Message.Response.class);
        }
    }

    @Test
    void showsTheNewCertificateAndKeepsItsConnections_filesChange() throws Exception {
        Path keystore = TestCertificates.write(certificates.server("before"), home.resolve("elsewhere"));
        try (Broker broker = Broker.start(
                        options().set(Settings.KEYSTORE, keystore.toString()).build());
                SSLSocket first = connect(broker, 1);
                RawTcpPeer peer = RawTcpPeer.over(first)) {
            assertThat(subject(first)).isEqualTo("CN=before");
            assertThat(peer.send(VERSION).readMessage()).isInstanceOf(Message.Response.class);
            TestCertificates.write(certificates.server("after"), keystore);
            await().untilAsserted(() -> {
                try (SSLSocket next = connect(broker, 0)) {
                    assertThat(subject(next)).isEqualTo("CN=after");
                }
            });
            assertThat(peer.send(VERSION).readMessage()).isInstanceOf(Message.Response.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'CN=alice', , alice",
        "'OU=kitchen,CN=alice', bob, alice",
        "'CN=team/alice.acme,O=whoever', , team/alice.acme",
        "'O=whoever', alice, alice"
    })
    void letsComponentsInByTheNameOfTheirCertificateOnly(String subject, @Nullable String host, String name)
            throws Exception {
        try (Broker broker = Broker.start(demanding().build())) {
            SSLContext owner = certificates.client(
                    certificates.component(subject, host == null ? new String[0] : new String[] {host}));
            // The second connection resumes the session of the first.
            for (int i = 0; i < 2; i++) {
                try (RawTcpPeer peer = RawTcpPeer.over(connect(broker, 1, owner))) {
                    assertThat(answer(peer, "mallory").status()).isEqualTo(Status.ERROR);
                    assertThat(peer.readToEnd()).isZero();
                }
                try (RawTcpPeer peer = RawTcpPeer.over(connect(broker, 1, owner))) {
                    assertThat(answer(peer, name).status()).isEqualTo(Status.SUCCESS);
                }
            }
        }
    }

    @Test
    void aComponentThatDoesNotSayItsName_hasThatOfItsCertificate() throws Exception {
        try (Broker broker = Broker.start(demanding().build());
                RawTcpPeer peer =
                        RawTcpPeer.over(connect(broker, 1, certificates.client(certificates.component("CN=alice"))))) {
            Message.Rpc toItself = new Message.Rpc(VERSION.id(), "anything", "alice", Payload.NULL);
            // Two at once: the second waits behind the first, which waits for the name.
            peer.send(VERSION);
            peer.send(toItself);
            assertThat(peer.readMessage())
                    .isInstanceOfSatisfying(
                            Message.Response.class,
                            answer -> assertThat(answer.status()).isEqualTo(Status.SUCCESS));
            assertThat(peer.readMessage())
                    .isInstanceOfSatisfying(
                            Message.Response.class,
                            answer -> assertThat(answer.status()).isEqualTo(Status.METHOD_LOOPBACK));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closesAndSaysWhy_handshakeFails(String protocol) throws Exception {
        TestCertificates foreign = new TestCertificates();
        Map<SSLContext, String> clients = new LinkedHashMap<>();
        clients.put(certificates.client(null), "it has no certificate, and this broker asks for one");
        clients.put(
                certificates.client(foreign.component("CN=alice")),
                "its certificate is of no authority that this broker trusts");
        clients.put(
                certificates.client(certificates.outdatedComponent("CN=alice")),
                "this broker does not trust its certificate: ");
        clients.put(certificates.client(certificates.server("alice")), "this broker does not trust its certificate: ");
        clients.put(foreign.client(null), "it does not trust the certificate of this broker (");
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Broker broker = Broker.start(demanding().build())) {
            for (Map.Entry<SSLContext, String> client : clients.entrySet()) {
                int before = log.lines().size();
                assertThatThrownBy(() -> {
                            try (RawTcpPeer peer = RawTcpPeer.over(connect(broker, 1, client.getKey(), protocol))) {
                                answer(peer, "alice");
                            }
                        })
                        .isInstanceOf(IOException.class);
                await().until(() -> log.lines().size() > before);
                assertThat(log.lines().getLast()).contains(client.getValue());
            }
            assertThat(log.errors()).isEmpty();
        }
    }

    private BrokerOptions.Builder demanding() throws Exception {
        TestCertificates.write(certificates.server("broker"), home.resolve("keystore"));
        Path ca = certificates.writeAuthority(home.resolve("clients.pem"));
        return options().set(Settings.CLIENT_CA, ca.toString());
    }

    private static Message.Response answer(RawTcpPeer peer, String name) throws IOException {
        MessageId id = MessageId.of(5, MessageId.GEN2_LENGTH);
        return (Message.Response)
                peer.send(new Message.Identity(id, name, Payload.of(Map.of()))).readMessage();
    }

    @Test
    void doesNotStartAndLeavesNothingBehind_thereIsNoKeystore() {
        BrokerOptions options =
                options().set(Settings.STORE, Settings.Store.ALL).build();
        assertThatThrownBy(() -> Broker.start(options))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(
                        home.resolve("keystore").resolve("rembus.crt").toString())
                .hasMessageContaining("rembus certificate create");
        assertThat(home).isEmptyDirectory();
    }
}
