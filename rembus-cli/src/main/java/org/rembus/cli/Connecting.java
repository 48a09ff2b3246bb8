package org.rembus.cli;

import org.jspecify.annotations.Nullable;
import org.rembus.client.ComponentOptions;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that is one component. */
final class Connecting {
    @Mixin
    private final BrokerUrl broker = new BrokerUrl();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The component's own name, instead of one in the URL; one component at a time can have it (default: none).")
    private @Nullable Rid name;

    /** @throws IllegalArgumentException if the environment has something impossible */
    ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = broker.options();
        return name == null ? builder : builder.name(name.name());
    }
}
