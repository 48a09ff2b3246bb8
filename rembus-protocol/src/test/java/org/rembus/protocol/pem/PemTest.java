package org.rembus.protocol.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files were made by OpenSSL. */
final class PemTest {
    private static byte[] file(String name) throws IOException {
        try (InputStream in = PemTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            return in.readAllBytes();
        }
    }

    private static Credential credential(String certificate, String key) throws IOException, PemException {
        List<X509Certificate> chain = Pem.certificates(file(certificate));
        return new Credential(chain, Pem.privateKey(file(key), chain.getFirst().getPublicKey()));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa.key",
        "rsa.crt, rsa-pkcs1.key",
        "ec.crt, ec.key",
        "ec.crt, ec-sec1.key",
        "ed25519.crt, ed25519.key"
    })
    void readsCertificateAndKey_everyForm(String certificate, String key) throws IOException, PemException {
        Credential credential = credential(certificate, key);
        assertThat(credential.isConsistent()).isTrue();
        assertThat(credential.certificate().getSubjectX500Principal())
                .hasToString("CN=" + certificate.substring(0, certificate.indexOf('.')));
    }

    @Test
    void isInconsistent_keyOfAnotherCertificate() throws IOException, PemException {
        Credential own = credential("ec.crt", "ec.key");
        Credential other = credential("rsa.crt", "rsa.key");
        assertThat(new Credential(own.chain(), other.key()).isConsistent()).isFalse();
    }

    @Test
    void readsAChain_severalCertificates() throws IOException, PemException {
        byte[] both = (new String(file("ec.crt"), US_ASCII) + new String(file("rsa.crt"), US_ASCII)).getBytes(US_ASCII);
        assertThat(Pem.certificates(both))
                .extracting(certificate -> certificate.getPublicKey().getAlgorithm())
                .containsExactly("EC", "RSA");
    }

    @ParameterizedTest
    @CsvSource({
        "locked.key, is locked with a pass phrase",
        "locked-pkcs1.key, is locked with a pass phrase",
        "rsa.key, of the kind that the certificate is for",
        "ec.crt, has no private key in it"
    })
    void saysWhy_noUsableKey(String key, String phrase) {
        assertThatThrownBy(() -> credential("ec.crt", key))
                .isInstanceOf(PemException.class)
                .hasMessageContaining(phrase);
    }

    @Test
    void saysWhy_noUsableCertificate() throws IOException {
        byte[] certificate = file("ec.crt");
        byte[] cut = new String(certificate, US_ASCII)
                .replace("-----END CERTIFICATE-----", "")
                .getBytes(US_ASCII);
        assertThatThrownBy(() -> Pem.certificates(cut)).isInstanceOf(PemException.class);
        assertThatThrownBy(() -> Pem.certificates(new byte[0]))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("has no certificate in it");
    }
}
