package org.rembus.cli.words;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rembus.client.ComponentOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The option that says where the broker is. */
public final class BrokerUrl {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The broker, such as ws://localhost:8000, tcp://localhost:8001 or zmq://localhost:8002; in TLS wss:// or tls://",
                "(default: REMBUS_BASE_URL, else ws://127.0.0.1:8000)."
            })
    private Operands.@Nullable Url url;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "For TLS: the certificates that vouch for the broker "
                    + "(default: HTTP_CA_BUNDLE, else the one file in $REMBUS_DIR/ca, else what Java trusts).")
    private @Nullable Path ca;

    @ArgGroup(exclusive = false)
    private @Nullable Own own;

    /** Who the component is for brokers that ask for a certificate. */
    private static final class Own {
        @Option(
                names = "--certificate",
                required = true,
                paramLabel = "FILE",
                description = "For TLS, if the broker asks for it: the component's own certificate "
                        + "(default: REMBUS_CERTIFICATE).")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path certificate;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "The certificate's private key (default: REMBUS_CERTIFICATE_KEY).")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path key;
    }

    /**
     * For a component that is anonymous unless the URL has a name: a look at a broker does not become whom the certificate is for, whose
     * messages it would take.
     *
     * @throws IllegalArgumentException if the environment has something impossible
     */
    public ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = ComponentOptions.builder().nameFromCertificate(false);
        if (ca != null) {
            builder.caBundle(ca);
        }
        if (own != null) {
            builder.certificate(own.certificate, own.key);
        }
        return url == null ? builder : builder.address(url.text());
    }
}
