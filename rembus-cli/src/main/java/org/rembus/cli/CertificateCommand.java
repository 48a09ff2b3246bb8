package org.rembus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.certificates.CertificateFolders;
import org.rembus.cli.certificates.CertificateFolders.Made;
import org.rembus.cli.certificates.CertificateFolders.WhenThere;
import org.rembus.cli.certificates.HostNames;
import org.rembus.cli.print.Console;
import org.rembus.protocol.RembusFolder;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rembus certificate}: what it takes to try TLS. */
@Command(
        name = "certificate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        header = "Make certificates for TLS.",
        description = {
            "",
            "For brokers and components of one's own; whom the whole world shall trust needs a public authority.",
            ""
        },
        footerHeading = "%nTLS in a minute:%n",
        footer = {
            "  rembus certificate create",
            "  rembus broker --wss 8443",
            "  rembus rpc version --url wss://localhost:8443"
        })
final class CertificateCommand {
    private final Console console;

    CertificateCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            header = "Make a private authority and a certificate for this machine's broker.",
            description = {
                "",
                "Puts them where they are looked for: rembus.crt and rembus.key in $REMBUS_KEYSTORE or $REMBUS_DIR/keystore, for brokers; "
                        + "rembus-ca.crt in $REMBUS_DIR/ca, for components. "
                        + "For components on other machines, copy that file there, or name it in HTTP_CA_BUNDLE. "
                        + "The authority's own key, rembus-ca.key, stays in the keystore: keep it to yourself. "
                        + "Keys can be read by their owner only.",
                "",
                "The certificate is for localhost, 127.0.0.1 and ::1, and for the hosts that are given. An authority that is there already is used again.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  rembus certificate create",
                "  rembus certificate create --host broker.example.org --host 192.168.1.7",
                "  rembus certificate create --force          a new certificate; the authority stays"
            })
    int create(
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            description =
                                    "One more name or address that the broker's machine is reached by; may be repeated.")
                    @Nullable
                    List<String> hosts,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description = "The folder for the folders keystore and ca, instead of $REMBUS_DIR.")
                    @Nullable
                    Path out,
            @Option(names = "--force", description = "Renew a certificate that is there already.") boolean force)
            throws IOException, GeneralSecurityException {
        HostNames names = new HostNames(hosts == null ? List.of() : hosts);
        Made made = folders(out).create(names, force ? WhenThere.RENEW : WhenThere.REFUSE);
        print(made);
        console.line("hosts        " + names);
        return ExitCode.OK;
    }

    @Command(
            name = "component",
            mixinStandardHelpOptions = true,
            header = "Make a certificate for a component.",
            description = {
                "",
                "For brokers that ask for one: their setting client_ca (REMBUS_CLIENT_CA) is the file of the authority then, "
                        + "and under a name only the component gets in whose certificate is for it. "
                        + "It goes to rembus.crt and rembus.key in the component's folder, $REMBUS_DIR/<name>.",
                ""
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  rembus certificate component kitchen",
                "  REMBUS_CLIENT_CA=~/.config/rembus/ca/rembus-ca.crt rembus broker --wss 8443",
                "  cd ~/.config/rembus/kitchen",
                "  rembus sub '**' --url wss://localhost:8443/kitchen --certificate rembus.crt --key rembus.key"
            })
    int component(
            @Parameters(paramLabel = "NAME", description = "The component's name.") Rid name,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            description = "The folder with the folders keystore and ca, instead of $REMBUS_DIR.")
                    @Nullable
                    Path out,
            @Option(names = "--force", description = "Renew a certificate that is there already.") boolean force)
            throws IOException, GeneralSecurityException {
        Path folder = home(out).resolve(name.name());
        print(folders(out).createFor(name, folder, force ? WhenThere.RENEW : WhenThere.REFUSE));
        return ExitCode.OK;
    }

    private void print(Made made) {
        console.line("authority    " + made.authority());
        console.line("certificate  " + made.file());
        console.line("key          " + made.key());
        console.line("until        "
                + made.certificate()
                        .getNotAfter()
                        .toInstant()
                        .atZone(ZoneId.systemDefault())
                        .toLocalDate());
    }

    private static Path home(@Nullable Path out) {
        return out == null ? RembusFolder.in(System::getenv) : out;
    }

    private static CertificateFolders folders(@Nullable Path out) {
        Path home = home(out);
        String keystore = out == null ? System.getenv().getOrDefault("REMBUS_KEYSTORE", "") : "";
        return new CertificateFolders(
                keystore.isEmpty() ? home.resolve("keystore") : Path.of(keystore),
                home.resolve("ca"),
                Clock.systemUTC());
    }
}
