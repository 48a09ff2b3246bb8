package org.rembus.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import org.rembus.cli.certificates.CertificateFolders;
import org.rembus.cli.certificates.HostNames;

/** A certificate for a broker on this machine, and an authority of its own that vouches for it. */
final class Certificates {
    private Certificates() {}

    /**
     * Makes both where a broker and components of that home look for them.
     *
     * @return what peers have to trust
     */
    static Path make(Path home) throws IOException, GeneralSecurityException {
        return new CertificateFolders(home.resolve("keystore"), home.resolve("ca"), Clock.systemUTC())
                .create(new HostNames(List.of()), CertificateFolders.WhenThere.REFUSE)
                .authority();
    }
}
