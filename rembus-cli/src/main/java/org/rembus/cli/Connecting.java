package org.rembus.cli;

import org.jspecify.annotations.Nullable;
import org.rembus.cli.words.Arguments;
import org.rembus.cli.words.BrokerUrl;
import org.rembus.client.ComponentOptions;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--encoding",
            paramLabel = "ENCODING",
            description =
                    "cbor or json: what goes over the wire. JSON goes by ws:// and wss:// only, and carries no binary (default: cbor).")
    private Encoding encoding = Encoding.CBOR;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** @throws IllegalArgumentException if the environment has something impossible */
    ComponentOptions.Builder options() {
        ComponentOptions.Builder builder = broker.options();
        if (name != null) {
            builder.name(name.name());
        }
        return possible(builder.encoding(encoding));
    }

    private ComponentOptions.Builder possible(ComponentOptions.Builder builder) {
        try {
            return builder.build().toBuilder();
        } catch (IllegalArgumentException impossible) {
            throw Arguments.wrong(command, String.valueOf(impossible.getMessage()));
        }
    }
}
