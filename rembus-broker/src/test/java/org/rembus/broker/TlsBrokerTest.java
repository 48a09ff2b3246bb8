package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

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
        InetSocketAddress address =
                new InetSocketAddress("localhost", broker.addresses().get(index).getPort());
        return TestCertificates.over(TestCertificates.plain(address), certificates.client(null));
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

    @Test
    void doesNotStart_thereIsNoKeystore() {
        assertThatThrownBy(() -> Broker.start(options().build()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(
                        home.resolve("keystore").resolve("rembus.crt").toString())
                .hasMessageContaining("rembus certificate create");
    }
}
