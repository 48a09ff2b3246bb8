package org.rembus.client.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.pem.CertifiedName;
import org.rembus.protocol.pem.Credential;
import org.rembus.protocol.pem.Pem;
import org.rembus.protocol.pem.PemException;

/**
 * The files that say whom a component trusts in TLS, and who it is. They are read for each connection, so that what is renewed
 * counts from the next one on.
 *
 * @param bundle certificates that vouch for brokers, all in one file; null: see {@code folder}
 * @param folder when there is no bundle: whatever one file is in it; with none or with several, what this Java trusts
 * @param credential the component's own; null: it has none
 */
public record TlsFiles(
        @Nullable Path bundle, Path folder, @Nullable Own credential) {
    private static final char[] NO_PASSWORD = {};

    /** The component's certificate with its chain, and its key. */
    public record Own(Path certificate, Path key) {}

    /**
     * What connections are made with.
     *
     * @throws IOException if a file cannot be used, with a sentence that names it
     */
    public SSLContext context() throws IOException {
        Optional<Path> trusted = trusted();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trusted.isPresent() ? trustIn(trusted.get()) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** The file with the certificates that vouch for brokers; empty: what this Java trusts. */
    Optional<Path> trusted() throws IOException {
        if (bundle != null) {
            return Optional.of(bundle);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> some = files.filter(Files::isRegularFile).limit(2).toList();
            return some.size() == 1 ? Optional.of(some.getFirst()) : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    private static TrustManager[] trustIn(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (X509Certificate certificate : certificates(file)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (credential == null) {
            return null;
        }
        Credential own = read(credential);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", own.key(), NO_PASSWORD, own.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** For whom the component's own certificate is; empty when it has none, or none that can be read, as connecting will say. */
    public Optional<String> ownName() {
        try {
            return credential == null
                    ? Optional.empty()
                    : Optional.of(CertifiedName.in(
                            certificates(credential.certificate()).getFirst()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Credential read(Own files) throws IOException {
        List<X509Certificate> chain = certificates(files.certificate());
        Credential own = new Credential(chain, key(files.key(), chain.getFirst()));
        if (!own.isConsistent()) {
            throw new IOException(files.key() + " is not the key of " + files.certificate());
        }
        return own;
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return Pem.certificates(bytes(file));
        } catch (PemException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, X509Certificate certificate) throws IOException {
        try {
            return Pem.privateKey(bytes(file), certificate.getPublicKey());
        } catch (PemException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
