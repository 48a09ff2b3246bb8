package org.rembus.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rembus.client.ComponentOptions;
import picocli.CommandLine.Option;

/** The option that says where the broker is. */
final class BrokerUrl {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The broker, such as ws://localhost:8000 or tcp://localhost:8001; in TLS wss:// or tls://",
                "(default: REMBUS_BASE_URL, else ws://127.0.0.1:8000)."
            })
    private Operands.@Nullable Url url;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "For TLS: the certificates that vouch for the broker "
                    + "(default: HTTP_CA_BUNDLE, else the one file in $REMBUS_DIR/ca, else what Java trusts).")
    private @Nullable Path ca;

    /** @throws IllegalArgumentException if the environment has something impossible */
    ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = ComponentOptions.builder();
        if (ca != null) {
            builder.caBundle(ca);
        }
        return url == null ? builder : builder.address(url.text());
    }
}
