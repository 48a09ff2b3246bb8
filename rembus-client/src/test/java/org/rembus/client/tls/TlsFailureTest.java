package org.rembus.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsFailureTest {
    private static final TlsFiles WITHOUT = new TlsFiles(null, Path.of("ca"), null);
    private static final TlsFiles WITH =
            new TlsFiles(null, Path.of("ca"), new TlsFiles.Own(Path.of("own.crt"), Path.of("own.key")));

    private static String words(String alert, TlsFiles files) {
        return TlsFailure.wordsFor(new SSLHandshakeException("Received fatal alert: " + alert), files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate_required", "certificate_unknown", "bad_certificate", "unknown_ca"})
    void certificateOfTheComponentIsMeant_brokerComplainsOfACertificate(String alert) {
        assertThat(words(alert, WITHOUT))
                .isEqualTo("the broker demands a certificate of components, and this one has none: name it in"
                        + " REMBUS_CERTIFICATE, and its key in REMBUS_CERTIFICATE_KEY");
        assertThat(words(alert, WITH))
                .isEqualTo("the broker demands a certificate of components, and does not accept that in own.crt ("
                        + alert + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "protocol_version, the broker speaks neither TLS 1.3 nor 1.2",
        "unrecognized_name, the broker has no certificate for the host in the address",
        "internal_error, the broker refuses TLS (internal_error)",
    })
    void refusalIsSaid_inWords(String alert, String words) {
        assertThat(words(alert, WITHOUT)).isEqualTo(words);
    }
}
