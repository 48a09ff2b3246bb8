package org.rembus.protocol.pem;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys. */
public final class Pem {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:[A-Z]+ )?)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

    private Pem() {}

    /**
     * All certificates of a text, in its order; what stands between them is left out.
     *
     * @throws PemException if there is none, or one cannot be read
     */
    public static List<X509Certificate> certificates(byte[] text) throws PemException {
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (all.isEmpty()) {
                throw new PemException("has no certificate in it (-----BEGIN CERTIFICATE-----)");
            }
            return all;
        } catch (CertificateException e) {
            throw new PemException("has a certificate in it that cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The private key of a text: PKCS#8, or the older forms PKCS#1 of RSA and SEC1 of ECDSA.
     *
     * @param certified the key that it belongs to, which says of what kind it is
     * @throws PemException if there is none, or it is of another kind, or locked with a pass phrase
     */
    public static PrivateKey privateKey(byte[] text, PublicKey certified) throws PemException {
        Matcher found = KEY.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new PemException("has no private key in it (-----BEGIN PRIVATE KEY-----)");
        }
        String kind = found.group(1).strip();
        String body = found.group(2);
        if (kind.equals("ENCRYPTED") || body.contains(":")) {
            throw new PemException("is locked with a pass phrase, which nobody is there to type");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            byte[] key = kind.isEmpty() ? der : Der.pkcs8(der, certified.getEncoded());
            return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new PemException("has no private key of the kind that the certificate is for", e);
        }
    }
}
