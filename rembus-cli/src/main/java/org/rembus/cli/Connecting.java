package org.rembus.cli;

import org.jspecify.annotations.Nullable;
import org.rembus.client.ComponentOptions;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Option;

/** The options of every command that is a component. */
final class Connecting {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The broker, such as ws://localhost:8000",
                "(default: REMBUS_BASE_URL, else ws://127.0.0.1:8000)."
            })
    private Operands.@Nullable Url url;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The component's own name, for which the broker remembers subscriptions (default: none).")
    private @Nullable Rid name;

    /** @throws IllegalArgumentException if the environment has something impossible */
    ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = ComponentOptions.builder();
        if (url != null) {
            builder.address(url.text());
        }
        if (name != null) {
            builder.address(builder.build().address().withRid(name).toString());
        }
        return builder;
    }
}
