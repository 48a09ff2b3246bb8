package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.protocol.pem.Pem;

/** {@code rembus certificate create}, and what can be done with what it makes. */
@Timeout(60)
final class CertificateCommandTest {
    private static final int KEY_CERT_SIGN = 5;
    private static final int DIGITAL_SIGNATURE = 0;

    @TempDir
    private Path folder = Path.of("");

    private CommandRun create(String... more) {
        return CommandRun.of(words(more, "certificate", "create", "--out", folder.toString()));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private X509Certificate certificate(String name) throws Exception {
        return Pem.certificates(Files.readAllBytes(file(name))).getFirst();
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name)));
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names.stream().map(name -> String.valueOf(name.get(1))).toList();
    }

    @Test
    void makesAnAuthorityAndACertificate_nothingIsThere() throws Exception {
        CommandRun run = create("--host", "broker.example.org", "--host", "192.168.1.7");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("ca/rembus-ca.crt", "keystore/rembus.crt", "localhost, 127.0.0.1, ::1, broker.example.org");
        X509Certificate authority = certificate("ca/rembus-ca.crt");
        X509Certificate server = certificate("keystore/rembus.crt");
        server.verify(authority.getPublicKey());
        authority.verify(authority.getPublicKey());
        assertThat(names(server))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "broker.example.org", "192.168.1.7");
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(authority.getKeyUsage()[KEY_CERT_SIGN]).isTrue();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getKeyUsage()[DIGITAL_SIGNATURE]).isTrue();
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void keepsKeysToTheirOwner() throws Exception {
        create().status();
        assertThat(mode("keystore/rembus.key")).isEqualTo("rw-------");
        assertThat(mode("keystore/rembus-ca.key")).isEqualTo("rw-------");
        assertThat(mode("keystore/rembus.crt")).isEqualTo("rw-r--r--");
        assertThat(file("keystore").toFile().list())
                .containsExactlyInAnyOrder("rembus.key", "rembus.crt", "rembus-ca.key");
        assertThat(file("ca").toFile().list()).containsExactly("rembus-ca.crt");
    }

    @Test
    void leavesEverythingAsItIs_certificateIsThere() throws Exception {
        create().status();
        byte[] before = Files.readAllBytes(file("keystore/rembus.crt"));
        CommandRun again = create();
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("keystore/rembus.crt is there already: --force");
        assertThat(file("keystore/rembus.crt")).hasBinaryContent(before);
    }

    @Test
    void renewsTheCertificateAndKeepsTheAuthority_forced() throws Exception {
        create().status();
        X509Certificate authority = certificate("ca/rembus-ca.crt");
        X509Certificate before = certificate("keystore/rembus.crt");
        assertThat(create("--force").status()).isZero();
        assertThat(certificate("ca/rembus-ca.crt")).isEqualTo(authority);
        assertThat(certificate("keystore/rembus.crt")).isNotEqualTo(before);
        certificate("keystore/rembus.crt").verify(authority.getPublicKey());
    }

    @Test
    void destroysNothing_certificateIsSomebodyElses() throws Exception {
        create().status();
        byte[] key = Files.readAllBytes(file("keystore/rembus.key"));
        Files.delete(file("ca/rembus-ca.crt"));
        CommandRun halfGone = create("--force");
        assertThat(halfGone.status()).isEqualTo(1);
        assertThat(halfGone.err()).contains("they are not both there");
        Files.delete(file("keystore/rembus-ca.key"));
        CommandRun gone = create("--force");
        assertThat(gone.status()).isEqualTo(1);
        assertThat(file("keystore/rembus.key")).hasBinaryContent(key);
    }

    @Test
    void refuses_componentsTrustAnotherFile() throws Exception {
        Files.writeString(Files.createDirectories(file("ca")).resolve("company.pem"), "whatever");
        CommandRun run = create();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("company.pem is what components trust already");
        assertThat(file("keystore")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "x/y", "-"})
    void refuses_whatIsNoHost(String host) {
        CommandRun run = create("--host", host);
        assertThat(run.status()).isNotZero();
        assertThat(file("keystore")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss", "tls"})
    void brokerAndEveryCommandSpeakTls_withWhatWasMade(String scheme) throws Exception {
        create().status();
        try (Broker broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .environment(Map.of("REMBUS_DIR", folder.toString()))
                .secureWebSocket(0)
                .tls(0)
                .build())) {
            int port = broker.addresses().get(scheme.equals("wss") ? 0 : 1).getPort();
            String url = scheme + "://localhost:" + port;
            String ca = file("ca/rembus-ca.crt").toString();
            CommandRun sub = CommandRun.start("sub", "--url", url, "--ca", ca, "a/*", "--count", "1")
                    .awaitErr("subscribed to");
            CommandRun pub = CommandRun.of("pub", "--url", url, "--ca", ca, "a/b", "--qos", "2", "1");
            assertThat(pub.status()).as(pub.err()).isZero();
            assertThat(sub.status()).isZero();
            assertDone("rpc", "--url", url, "--ca", ca, "version");
            assertDone("bench", "rpc", "--url", url, "--ca", ca, "--duration", "300ms", "--warmup", "100ms");
            assertDone("twin", "list", "--url", url, "--ca", ca);
            assertDone("top", "--url", url, "--ca", ca, "--once");
            CommandRun distrusting = CommandRun.of("twin", "list", "--url", url);
            assertThat(distrusting.status()).isEqualTo(1);
            assertThat(distrusting.err()).contains("the broker's certificate is not trusted");
        }
    }

    @Test
    void componentIsWhoItsCertificateSays_brokerAsksForIt() throws Exception {
        create().status();
        assertDone("certificate", "component", "kitchen", "--out", folder.toString());
        assertThat(mode("kitchen/rembus.key")).isEqualTo("rw-------");
        String ca = file("ca/rembus-ca.crt").toString();
        try (Broker broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .environment(Map.of("REMBUS_DIR", folder.toString()))
                .set(Settings.CLIENT_CA, ca)
                .secureWebSocket(0)
                .build())) {
            String url = "wss://localhost:" + broker.addresses().getFirst().getPort();
            String certificate = file("kitchen/rembus.crt").toString();
            String key = file("kitchen/rembus.key").toString();
            String[] own = {"--ca", ca, "--certificate", certificate, "--key", key};
            assertDone(words(own, "rpc", "version", "--url", url + "/kitchen"));
            assertDone(words(own, "rpc", "version", "--url", url));
            CommandRun another = CommandRun.of(words(own, "rpc", "version", "--url", url + "/cellar"));
            assertThat(another.status()).isEqualTo(1);
            assertThat(another.err()).contains("cellar: the certificate of this connection is for another name");
            CommandRun without = CommandRun.of("rpc", "version", "--url", url, "--ca", ca);
            assertThat(without.status()).isEqualTo(1);
            assertThat(without.err()).contains("demands a certificate of components, and this one has none");
        }
    }

    @Test
    void makesNoneForAComponent_thereIsNoAuthority() {
        CommandRun run = CommandRun.of("certificate", "component", "kitchen", "--out", folder.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("'rembus certificate create' makes one");
        assertThat(file("kitchen")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keystore", "ca"})
    void sparesTheCertificatesOfBrokers_componentIsCalledAsTheirFolders(String name) throws Exception {
        create().status();
        byte[] before = Files.readAllBytes(file("keystore/rembus.crt"));
        CommandRun run = CommandRun.of("certificate", "component", name, "--force", "--out", folder.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(file("keystore/rembus.crt")).hasBinaryContent(before);
        assertThat(file("ca").toFile().list()).hasSize(1);
    }

    private static String[] words(String[] last, String... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(String[]::new);
    }

    private static void assertDone(String... words) {
        CommandRun run = CommandRun.of(words);
        assertThat(run.status()).as(run.err()).isZero();
    }
}
