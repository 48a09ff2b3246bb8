package org.rembus.cli.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.rembus.protocol.Rid;
import org.rembus.protocol.pem.Credential;

/** Makes certificates as RFC 5280 wants them, so that the strictest clients take them, with keys on the curve P-256. */
final class Issuer {
    private static final Duration AUTHORITY_LIVES = Duration.ofDays(3650);

    /** Some systems trust no certificate of a server for longer than 825 days. */
    private static final Duration ISSUED_LIVES = Duration.ofDays(820);

    /** Clocks differ. */
    private static final Duration BEFORE_NOW = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Issuer(Clock clock) {
        this.clock = clock;
    }

    /** A new authority, which vouches for itself. */
    Credential authority() throws GeneralSecurityException {
        KeyPair keys = newKeys();
        Instant now = clock.instant();
        X500Principal name =
                new X500Principal("CN=Rembus authority of " + now.toString().substring(0, 10));
        try {
            X509v3CertificateBuilder builder = builder(name, name, keys, now.plus(AUTHORITY_LIVES))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder, keys, keys);
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * A certificate for a broker.
     *
     * @param names how clients may call its host
     */
    Credential server(Credential authority, HostNames names) throws GeneralSecurityException {
        Extension hosts = extension(Extension.subjectAlternativeName, new GeneralNames(names.generalNames()));
        return issued(authority, new X500Principal("CN=Rembus broker"), KeyPurposeId.id_kp_serverAuth, List.of(hosts));
    }

    /** A certificate for a component: its common name is the component's. */
    Credential component(Credential authority, Rid name) throws GeneralSecurityException {
        X500Principal subject = new X500Principal("CN=" + Rdn.escapeValue(name.name()));
        return issued(authority, subject, KeyPurposeId.id_kp_clientAuth, List.of());
    }

    private Credential issued(Credential authority, X500Principal subject, KeyPurposeId purpose, List<Extension> others)
            throws GeneralSecurityException {
        KeyPair keys = newKeys();
        Instant end = clock.instant().plus(ISSUED_LIVES);
        Instant authoritysEnd = authority.certificate().getNotAfter().toInstant();
        X500Principal issuer = authority.certificate().getSubjectX500Principal();
        try {
            X509v3CertificateBuilder builder = builder(
                            issuer, subject, keys, end.isBefore(authoritysEnd) ? end : authoritysEnd)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            for (Extension other : others) {
                builder.addExtension(other);
            }
            return signed(builder, keys, new KeyPair(authority.certificate().getPublicKey(), authority.key()));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Extension extension(ASN1ObjectIdentifier kind, ASN1Encodable content)
            throws GeneralSecurityException {
        try {
            return Extension.create(kind, false, content);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, KeyPair keys, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(clock.instant().minus(BEFORE_NOW)),
                Date.from(end),
                subject,
                keys.getPublic());
    }

    private Credential signed(X509v3CertificateBuilder builder, KeyPair own, KeyPair signing)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signing.getPublic()));
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate())));
            return new Credential(List.of(certificate), own.getPrivate());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
