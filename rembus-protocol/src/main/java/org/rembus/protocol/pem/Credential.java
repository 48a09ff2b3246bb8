package org.rembus.protocol.pem;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and the key that belongs to it.
 *
 * @param chain the certificate first, then those that vouch for it
 */
public record Credential(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    /** @throws IllegalArgumentException if there is no certificate */
    public Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether the key is that of the certificate. */
    public boolean isConsistent() {
        PublicKey known = certificate().getPublicKey();
        try {
            Signature signature = Signature.getInstance(algorithm(known));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
