package org.rembus.broker.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A certificate authority, and peers that trust it. */
public final class TestCertificates {
    private final X509Bundle authority;

    public TestCertificates() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=test authority")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** A certificate for this machine. */
    public X509Bundle server(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .ecp256()
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(authority);
    }

    /** A certificate of a component: its subject alone says who it is, unless there is a host name, too. */
    public X509Bundle component(String subject, String... hosts) throws Exception {
        CertificateBuilder builder =
                new CertificateBuilder().subject(subject).ecp256().addExtendedKeyUsageClientAuth();
        for (String host : hosts) {
            builder.addSanDnsName(host);
        }
        return builder.buildIssuedBy(authority);
    }

    /** One that was good until yesterday. */
    public X509Bundle outdatedComponent(String subject) throws Exception {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .subject(subject)
                .ecp256()
                .notBefore(now.minus(Duration.ofDays(3)))
                .notAfter(now.minus(Duration.ofDays(1)))
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority);
    }

    /** Writes a broker's keystore. */
    public static Path write(X509Bundle server, Path keystore) throws IOException {
        Files.createDirectories(keystore);
        Files.writeString(keystore.resolve("rembus.crt"), server.getCertificatePathPEM());
        Files.writeString(keystore.resolve("rembus.key"), server.getPrivateKeyPEM());
        return keystore;
    }

    /** Writes the authority's own certificate. */
    public Path writeAuthority(Path file) throws IOException {
        return Files.writeString(file, authority.getCertificatePEM());
    }

    /** What a client trusts and, if it has one, its certificate. */
    public SSLContext client(@Nullable X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager @Nullable [] keys =
                certificate == null ? null : certificate.toKeyManagerFactory().getKeyManagers();
        context.init(keys, new TrustManager[] {authority.toTrustManager()}, new SecureRandom());
        return context;
    }

    /** TLS over a socket that is connected already: who has that one, too, can write beneath TLS. */
    public static SSLSocket over(Socket plain, SSLContext context, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    /** A socket to a broker on this machine. */
    public static Socket plain(InetSocketAddress broker) throws IOException {
        return RawSockets.connect(broker, 0);
    }
}
