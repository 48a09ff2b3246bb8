package org.rembus.cli.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.rembus.protocol.Rid;
import org.rembus.protocol.pem.Credential;

/**
 * Where brokers and components look for certificates: the keystore of brokers, where the authority's key is kept, too, and the
 * folder with the one file that components trust.
 */
public final class CertificateFolders {
    private final Path trusted;
    private final PemFiles authority;
    private final PemFiles server;
    private final Issuer issuer;

    /**
     * @param keystore of brokers
     * @param trusted what components trust
     */
    public CertificateFolders(Path keystore, Path trusted, Clock clock) {
        this.trusted = trusted;
        this.authority = new PemFiles(trusted.resolve("rembus-ca.crt"), keystore.resolve("rembus-ca.key"));
        this.server = new PemFiles(keystore.resolve("rembus.crt"), keystore.resolve("rembus.key"));
        this.issuer = new Issuer(clock);
    }

    /** Whether a broker has a certificate already, or a part of it. */
    public enum WhenThere {
        /** Leave it, and say so. */
        REFUSE,
        /** Make a new one in its place, unless it is somebody else's. */
        RENEW
    }

    /**
     * What was made.
     *
     * @param authority the file of what vouches for it
     * @param file that of the certificate
     */
    public record Made(Path authority, Path file, Path key, X509Certificate certificate) {}

    /**
     * Makes a certificate for a broker, and an authority if there is none yet.
     *
     * @throws IOException if that cannot be or must not be, with a sentence that says why
     */
    public Made create(HostNames names, WhenThere whenThere) throws IOException, GeneralSecurityException {
        if (whenThere == WhenThere.REFUSE && server.existInPart()) {
            throw new IOException(server.certificate() + " is there already: --force makes a new one in its place");
        }
        refuseOtherAuthorities();
        Credential vouching = authority();
        refuseForeignCertificate(server, vouching);
        Credential made = issuer.server(vouching, names);
        server.write(made);
        return made(server, made);
    }

    /**
     * Makes a certificate for a component, from the authority that is there.
     *
     * @param folder where it goes
     * @throws IOException if that cannot be or must not be, with a sentence that says why
     */
    public Made createFor(Rid component, Path folder, WhenThere whenThere)
            throws IOException, GeneralSecurityException {
        PemFiles files = new PemFiles(folder.resolve("rembus.crt"), folder.resolve("rembus.key"));
        if (files.equals(server) || folder.equals(trusted)) {
            throw new IOException(folder + " is not the folder of a component, but that of brokers' certificates");
        }
        if (whenThere == WhenThere.REFUSE && files.existInPart()) {
            throw new IOException(files.certificate() + " is there already: --force makes a new one in its place");
        }
        if (!authority.exist()) {
            throw new IOException("there is no authority in " + trusted + ": 'rembus certificate create' makes one");
        }
        Credential vouching = authority.read();
        refuseForeignCertificate(files, vouching);
        Credential made = issuer.component(vouching, component);
        files.write(made);
        return made(files, made);
    }

    private Made made(PemFiles files, Credential credential) {
        return new Made(authority.certificate(), files.certificate(), files.key(), credential.certificate());
    }

    private Credential authority() throws IOException, GeneralSecurityException {
        if (authority.exist()) {
            return authority.read();
        }
        if (authority.existInPart() || server.existInPart()) {
            throw new IOException("the authority is " + authority.certificate() + " and " + authority.key()
                    + ", and they are not both there: what it has vouched for cannot be renewed. Move away what is left of it and "
                    + server.certificate());
        }
        Credential made = issuer.authority();
        authority.write(made);
        return made;
    }

    /** Components use what is in that folder only while it is one file. */
    private void refuseOtherAuthorities() throws IOException {
        try (Stream<Path> files = Files.list(trusted)) {
            List<Path> others = files.filter(file -> !file.equals(authority.certificate()))
                    .limit(1)
                    .toList();
            if (!others.isEmpty()) {
                throw new IOException(
                        others.getFirst()
                                + " is what components trust already, and beside another file it would not be: use --out for another folder");
            }
        } catch (NoSuchFileException none) {
            return;
        }
    }

    private static void refuseForeignCertificate(PemFiles files, Credential vouching) throws IOException {
        if (!Files.exists(files.certificate())) {
            return;
        }
        try {
            files.certificates().getFirst().verify(vouching.certificate().getPublicKey());
        } catch (GeneralSecurityException foreign) {
            throw new IOException(
                    files.certificate() + " is not from this authority: move it and its key away first", foreign);
        }
    }
}
