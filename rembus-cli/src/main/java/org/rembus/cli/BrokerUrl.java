package org.rembus.cli;

import org.jspecify.annotations.Nullable;
import org.rembus.client.ComponentOptions;
import picocli.CommandLine.Option;

/** The option that says where the broker is. */
final class BrokerUrl {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The broker, such as ws://localhost:8000 or tcp://localhost:8001",
                "(default: REMBUS_BASE_URL, else ws://127.0.0.1:8000)."
            })
    private Operands.@Nullable Url url;

    /** @throws IllegalArgumentException if the environment has something impossible */
    ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = ComponentOptions.builder();
        return url == null ? builder : builder.address(url.text());
    }
}
