package org.rembus.broker.transport.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.pem.Credential;
import org.rembus.protocol.pem.Pem;
import org.rembus.protocol.pem.PemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that a broker speaks TLS with, and what was last made of them. When they change, they are read again; what
 * cannot be used then is reported once, and what was there before stays in use. {@link #context} may be called by any thread,
 * {@link #check} by one at a time.
 */
final class Keystore {
    private static final Logger LOG = LoggerFactory.getLogger(Keystore.class);
    private static final String CERTIFICATE = "rembus.crt";
    private static final String KEY = "rembus.key";
    private static final int MAX_BYTES = 1024 * 1024;
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final Path certificate;
    private final Path key;
    private final @Nullable Path clientCa;
    private volatile SslContext context;

    // -- of whoever checks --
    private Content inUse;
    private String objection = "";
    private String reported = "";

    /** What stands in the files. */
    private record Content(byte[] certificate, byte[] key, byte[] clientCa) {
        boolean isSameAs(Content other) {
            return Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(key, other.key)
                    && Arrays.equals(clientCa, other.clientCa);
        }
    }

    /**
     * @param clientCa a file of certificates; who connects must have one that they vouch for. Null: none is asked for
     * @throws IOException if the files cannot be used, with a sentence that says why
     */
    Keystore(Path folder, @Nullable Path clientCa) throws IOException {
        this.certificate = folder.resolve(CERTIFICATE);
        this.key = folder.resolve(KEY);
        this.clientCa = clientCa;
        this.inUse = read();
        this.context = load(inUse);
    }

    /** For connections that begin now. */
    SslContext context() {
        return context;
    }

    /** Looks at the files, and takes what is new in them into use. */
    void check() {
        try {
            Content now = read();
            if (!now.isSameAs(inUse)) {
                context = load(now);
                inUse = now;
                LOG.info("{} is read again: it is used from now on", certificate);
            }
            objection = "";
            reported = "";
        } catch (IOException unusable) {
            report(String.valueOf(unusable.getMessage()));
        }
    }

    /** One of two files may be written already, and the other not yet: only what stays as it is has been meant. */
    private void report(String sentence) {
        if (sentence.equals(objection) && !sentence.equals(reported)) {
            LOG.error("there is no new certificate to use, the one before still is: {}", sentence);
            reported = sentence;
        }
        objection = sentence;
    }

    private Content read() throws IOException {
        return new Content(read(certificate), read(key), clientCa == null ? new byte[0] : read(clientCa));
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return readShort(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing: 'rembus certificate create' makes one", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A file that is not meant may have any length, or no end. */
    private static byte[] readShort(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    private SslContext load(Content content) throws IOException {
        Credential credential = credential(content);
        SslContextBuilder builder = SslContextBuilder.forServer(credential.key(), credential.chain())
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS);
        if (clientCa != null) {
            builder.clientAuth(ClientAuth.REQUIRE).trustManager(in(clientCa, () -> Pem.certificates(content.clientCa)));
        }
        return builder.build();
    }

    private Credential credential(Content content) throws IOException {
        var chain = in(certificate, () -> Pem.certificates(content.certificate));
        var privateKey =
                in(key, () -> Pem.privateKey(content.key, chain.getFirst().getPublicKey()));
        Credential credential = new Credential(chain, privateKey);
        if (!credential.isConsistent()) {
            throw new IOException(key + " is not the key of " + certificate);
        }
        return credential;
    }

    private static <T> T in(Path file, Parsing<T> parsing) throws IOException {
        try {
            return parsing.parse();
        } catch (PemException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    /** Reads what stands in a file. */
    @FunctionalInterface
    private interface Parsing<T> {
        T parse() throws PemException;
    }
}
