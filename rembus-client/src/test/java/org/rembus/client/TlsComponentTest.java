package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;

/** A component that connects in TLS: whom it trusts, and what it says when it does not. */
@Timeout(30)
final class TlsComponentTest {
    private static final String NAME = "CN=authority";
    private static final X509Bundle AUTHORITY = authority(NAME);

    @TempDir
    private Path folder = Path.of("");

    private Path bundle = folder;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = Files.writeString(folder.resolve("bundle.pem"), AUTHORITY.getCertificatePEM());
    }

    private static X509Bundle authority(String subject) {
        try {
            return new CertificateBuilder()
                    .subject(subject)
                    .ecp256()
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder certificate(String subject) {
        return new CertificateBuilder().subject(subject).ecp256();
    }

    private static SslContextBuilder server(X509Bundle own) {
        return SslContextBuilder.forServer(own.getKeyPair().getPrivate(), own.getCertificatePath());
    }

    private static SslContext tls() throws Exception {
        return server(certificate("CN=broker").addSanIpAddress("127.0.0.1").buildIssuedBy(AUTHORITY))
                .build();
    }

    private static SslContext demandingTls(String protocol) throws Exception {
        return server(certificate("CN=broker").addSanIpAddress("127.0.0.1").buildIssuedBy(AUTHORITY))
                .protocols(protocol)
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(AUTHORITY.getCertificate())
                .build();
    }

    private static ScriptedBroker start(boolean webSocket, SslContext tls) {
        ScriptedBroker broker = webSocket ? ScriptedBroker.start(tls) : ScriptedBroker.startTcp(tls);
        return broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, rpc.data())));
    }

    private ComponentOptions.Builder to(ScriptedBroker broker) {
        return ComponentOptions.builder().address(broker.url() + "/alice").caBundle(bundle);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesWhatItDoesElsewhere(boolean webSocket) throws Exception {
        try (ScriptedBroker broker = start(webSocket, tls())) {
            ScriptedPeer peer;
            try (Component component = Rembus.component(to(broker).build())) {
                peer = broker.awaitPeer();
                byte[] large = new byte[5 << 20];
                assertThat(component.rpc("echo", large).as(new TypeRef<List<byte[]>>() {}))
                        .containsExactly(large);
                for (int i = 0; i < 1000; i++) {
                    component.publish("t", i);
                }
            }
            await().until(() -> !peer.isOpen());
            assertThat(peer.received(Message.Publish.class)).hasSize(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_CA_BUNDLE", "REMBUS_DIR"})
    void trustsWhatTheEnvironmentNames(String variable) throws Exception {
        Path home = folder.resolve("home");
        Files.copy(bundle, Files.createDirectories(home.resolve("ca")).resolve("any-name"));
        String value = (variable.equals("REMBUS_DIR") ? home : bundle).toString();
        try (ScriptedBroker broker = start(true, tls());
                Component component = Rembus.component(ComponentOptions.builder(Map.of(variable, value)::get)
                        .address(broker.url())
                        .build())) {
            assertThat(component.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhereToPutTheAuthority_brokerIsNotTrusted(boolean webSocket) throws Exception {
        Files.writeString(bundle, authority("CN=another").getCertificatePEM());
        try (ScriptedBroker broker = start(webSocket, tls())) {
            assertThatThrownBy(() -> Rembus.component(to(broker).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContainingAll(
                            "the broker's certificate is not trusted",
                            "HTTP_CA_BUNDLE",
                            "/ca as the only one",
                            bundle.toString());
        }
    }

    @Test
    void saysThatBrokerIsNotTrusted_anotherAuthorityHasTheSameName() throws Exception {
        Files.writeString(bundle, authority(NAME).getCertificatePEM());
        try (ScriptedBroker broker = start(true, tls())) {
            assertThatThrownBy(() -> Rembus.component(to(broker).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContainingAll("the broker's certificate is not trusted", bundle.toString());
        }
    }

    @Test
    void trustsWhatJavaTrusts_severalFilesInTheFolder() throws Exception {
        Path ca = Files.createDirectories(folder.resolve("ca"));
        Files.copy(bundle, ca.resolve("one"));
        Files.copy(bundle, ca.resolve("two"));
        Map<String, String> environment = Map.of("REMBUS_DIR", folder.toString());
        try (ScriptedBroker broker = start(true, tls())) {
            assertThatThrownBy(() -> Rembus.component(ComponentOptions.builder(environment::get)
                            .address(broker.url())
                            .build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("is not trusted");
        }
    }

    @Test
    void verifiesTheHost_certificateIsForAnother() throws Exception {
        SslContext other = server(certificate("CN=127.0.0.1")
                        .addSanDnsName("elsewhere.example")
                        .buildIssuedBy(AUTHORITY))
                .build();
        try (ScriptedBroker broker = start(true, other)) {
            assertThatThrownBy(() -> Rembus.component(to(broker).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("the broker's certificate is for other hosts");
        }
    }

    @Test
    void saysThatItHasExpired_certificateIsOld() throws Exception {
        SslContext old = server(certificate("CN=broker")
                        .addSanIpAddress("127.0.0.1")
                        .notBefore(Instant.EPOCH)
                        .notAfter(Instant.EPOCH.plusSeconds(1))
                        .buildIssuedBy(AUTHORITY))
                .build();
        try (ScriptedBroker broker = start(false, old)) {
            assertThatThrownBy(() -> Rembus.component(to(broker).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("the broker's certificate has expired");
        }
    }

    @Test
    void saysThatThereIsNoTls_brokerSpeaksPlainly() {
        try (ScriptedBroker broker = ScriptedBroker.start()) {
            String url = broker.url().replace("ws://", "wss://");
            assertThatThrownBy(() -> Rembus.component(url))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("the broker does not speak TLS on this port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss", "tls"})
    void saysThatTlsWasNotBegun_brokerHangsUp(String scheme) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService doorkeeper = Executors.newSingleThreadExecutor()) {
            Future<?> done = doorkeeper.submit(() -> {
                try (Socket caller = door.accept()) {
                    return caller.getInputStream().read();
                }
            });
            String url = scheme + "://127.0.0.1:" + door.getLocalPort();
            assertThatThrownBy(() -> Rembus.component(url))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("the broker closed the connection instead of beginning TLS");
            done.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void namesTheFile_bundleIsMissing() throws Exception {
        Files.delete(bundle);
        try (ScriptedBroker broker = start(true, tls())) {
            assertThatThrownBy(() -> Rembus.component(to(broker).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("cannot read " + bundle + ": there is no such file");
        }
    }

    private ComponentOptions.Builder certifiedAs(String subject, ComponentOptions.Builder options) throws Exception {
        X509Bundle own = certificate(subject).buildIssuedBy(AUTHORITY);
        return options.certificate(
                Files.writeString(folder.resolve("own.crt"), own.getCertificatePathPEM()),
                Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void showsItsCertificate_brokerAsksForIt(String protocol) throws Exception {
        try (ScriptedBroker broker = start(true, demandingTls(protocol));
                Component component =
                        Rembus.component(certifiedAs("CN=alice", to(broker)).build())) {
            assertThat(component.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'CN=kitchen', true, kitchen",
        "'CN=kitchen', false, __noname__",
        "'CN=a//b', true, __noname__",
        "'O=nobody', true, __noname__"
    })
    void hasTheNameOfItsCertificate_addressHasNone(String subject, boolean isToHaveIt, String said) throws Exception {
        try (ScriptedBroker broker = start(false, demandingTls("TLSv1.3"));
                Component component = Rembus.component(certifiedAs(subject, to(broker))
                        .address(broker.url())
                        .nameFromCertificate(isToHaveIt)
                        .build())) {
            assertThat(broker.awaitPeer().received(Message.Identity.class))
                    .singleElement()
                    .satisfies(identity -> assertThat(identity.cid()).isEqualTo(said));
            assertThat(component.name().equals("kitchen")).isEqualTo(said.equals("kitchen"));
        }
    }

    @Test
    void isAnonymous_thereIsACertificateAndNoTls() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start();
                Component component = Rembus.component(certifiedAs("CN=kitchen", to(broker))
                        .address(broker.url())
                        .build())) {
            assertThat(component.name()).isNotEqualTo("kitchen");
            assertThat(broker.awaitPeer().received(Message.Identity.class)).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithItsCertificate_itWouldNameTheComponent() throws Exception {
        ComponentOptions.Builder options = certifiedAs("CN=kitchen", ComponentOptions.builder());
        Files.delete(folder.resolve("own.crt"));
        try (ScriptedBroker broker = start(true, tls())) {
            assertThatThrownBy(() -> Rembus.component(
                            options.address(broker.url()).caBundle(bundle).build()))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("own.crt: there is no such file");
        }
    }

    /** In TLS 1.3 the broker's refusal comes when the handshake is over for the component. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, true, alice",
        "TLSv1.2, true, alice",
        "TLSv1.3, false, alice",
        "TLSv1.2, false, alice",
        "TLSv1.3, false, ''",
        "TLSv1.2, false, ''"
    })
    void saysThatItHasNone_brokerDemandsACertificate(String protocol, boolean webSocket, String name) throws Exception {
        try (ScriptedBroker broker = start(webSocket, demandingTls(protocol))) {
            ComponentOptions options = ComponentOptions.builder()
                    .address(broker.url() + "/" + name)
                    .caBundle(bundle)
                    .build();
            assertThatThrownBy(() -> Rembus.component(options))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining(
                            "demands a certificate of components, and this one has none: name it in REMBUS_CERTIFICATE");
        }
    }
}
