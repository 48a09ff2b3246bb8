package org.rembus.broker.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.TestCertificates;

final class KeystoreTest {
    @TempDir
    private Path folder = Path.of("");

    private final TestCertificates certificates = new TestCertificates();

    KeystoreTest() throws Exception {}

    @BeforeEach
    void write() throws Exception {
        TestCertificates.write(certificates.server("first"), folder);
    }

    @Test
    void usesWhatItHas_filesStayTheSame() throws IOException {
        Keystore keystore = new Keystore(folder, null);
        SslContext first = keystore.context();
        keystore.check();
        assertThat(keystore.context()).isSameAs(first);
    }

    @Test
    void usesTheNewCertificate_filesChange() throws Exception {
        Keystore keystore = new Keystore(folder, null);
        SslContext first = keystore.context();
        TestCertificates.write(certificates.server("second"), folder);
        keystore.check();
        assertThat(keystore.context()).isNotSameAs(first);
    }

    @Test
    void keepsTheOldOneAndSaysSoOnce_newPairIsBroken() throws Exception {
        try (CapturedLog log = CapturedLog.of(Keystore.class)) {
            Keystore keystore = new Keystore(folder, null);
            SslContext first = keystore.context();
            Files.writeString(
                    folder.resolve("rembus.key"), certificates.server("other").getPrivateKeyPEM());
            for (int i = 0; i < 5; i++) {
                keystore.check();
            }
            assertThat(keystore.context()).isSameAs(first);
            assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .contains("is not the key of", "the one before still is");
        }
    }

    @Test
    void complainsOfNothing_oneFileIsWrittenBeforeTheOther() throws Exception {
        try (CapturedLog log = CapturedLog.of(Keystore.class)) {
            Keystore keystore = new Keystore(folder, null);
            SslContext first = keystore.context();
            X509Bundle next = certificates.server("next");
            Files.writeString(folder.resolve("rembus.crt"), next.getCertificatePathPEM());
            keystore.check();
            Files.writeString(folder.resolve("rembus.key"), next.getPrivateKeyPEM());
            keystore.check();
            assertThat(keystore.context()).isNotSameAs(first);
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void keepsTheOldOneAndSaysSoOnce_filesAreGone() throws Exception {
        try (CapturedLog log = CapturedLog.of(Keystore.class)) {
            Keystore keystore = new Keystore(folder, null);
            SslContext first = keystore.context();
            Files.delete(folder.resolve("rembus.crt"));
            for (int i = 0; i < 5; i++) {
                keystore.check();
            }
            assertThat(keystore.context()).isSameAs(first);
            assertThat(log.errors()).singleElement().asString().contains("rembus.crt is missing");
        }
    }

    @Test
    void namesTheCommand_thereAreNoFiles() {
        assertThatThrownBy(() -> new Keystore(folder.resolve("nowhere"), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rembus.crt is missing: 'rembus certificate create' makes one");
    }

    @Test
    void namesTheFile_itsContentIsNone() throws IOException {
        Files.writeString(folder.resolve("rembus.key"), "nothing");
        assertThatThrownBy(() -> new Keystore(folder, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rembus.key has no private key in it");
    }

    @Test
    void namesTheFile_itIsTooLong() throws IOException {
        Files.write(folder.resolve("rembus.crt"), new byte[1024 * 1024 + 1]);
        assertThatThrownBy(() -> new Keystore(folder, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rembus.crt: it has more than 1048576 bytes");
    }
}
