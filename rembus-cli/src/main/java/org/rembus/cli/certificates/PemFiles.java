package org.rembus.cli.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.rembus.protocol.pem.Credential;
import org.rembus.protocol.pem.Pem;
import org.rembus.protocol.pem.PemException;

/** A certificate and its key in two files, each replaced as a whole. Nobody but the owner can read the key, at no time. */
record PemFiles(Path certificate, Path key) {
    private static final int LINE = 64;

    boolean exist() {
        return Files.exists(certificate) && Files.exists(key);
    }

    boolean existInPart() {
        return Files.exists(certificate) || Files.exists(key);
    }

    /** @throws IOException if they cannot be read, or do not belong together, with a sentence that says so */
    Credential read() throws IOException {
        List<X509Certificate> chain = certificates();
        try {
            Credential credential = new Credential(
                    chain,
                    Pem.privateKey(Files.readAllBytes(key), chain.getFirst().getPublicKey()));
            if (!credential.isConsistent()) {
                throw new IOException(key + " is not the key of " + certificate);
            }
            return credential;
        } catch (PemException e) {
            throw new IOException(key + " " + e.getMessage(), e);
        }
    }

    List<X509Certificate> certificates() throws IOException {
        try {
            return Pem.certificates(Files.readAllBytes(certificate));
        } catch (PemException e) {
            throw new IOException(certificate + " " + e.getMessage(), e);
        }
    }

    void write(Credential credential) throws IOException, GeneralSecurityException {
        write(key, "PRIVATE KEY", credential.key().getEncoded(), "rw-------");
        write(certificate, "CERTIFICATE", credential.certificate().getEncoded(), "rw-r--r--");
    }

    private static void write(Path file, String label, byte[] der, String mode) throws IOException {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        Path folder = makeFolder(file);
        Path fresh = Files.createTempFile(folder, ".rembus", ".new", permissions(folder, mode));
        try {
            Files.writeString(fresh, text, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Path makeFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file that can be written");
        }
        return Files.createDirectories(folder);
    }

    /** None where the file system has no such thing. */
    private static FileAttribute<?>[] permissions(Path folder, String mode) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
