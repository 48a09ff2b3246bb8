package org.rembus.protocol.pem;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.Objects;

/** Any bytes are certificates, and a private key, or a {@link PemException} that says what is wrong. */
final class PemFuzzTest {
    private static final PublicKey CERTIFIED = certified();

    private static PublicKey certified() {
        try (InputStream in = PemFuzzTest.class.getResourceAsStream("ec.crt")) {
            return Pem.certificates(Objects.requireNonNull(in).readAllBytes())
                    .getFirst()
                    .getPublicKey();
        } catch (IOException | PemException e) {
            throw new IllegalStateException(e);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void text_anyBytes_areCertificatesAndKeysOrAPemException(byte[] input) {
        try {
            assertThat(Pem.certificates(input)).isNotEmpty();
        } catch (PemException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
        try {
            assertThat(Pem.privateKey(input, CERTIFIED).getAlgorithm()).isNotEmpty();
        } catch (PemException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
