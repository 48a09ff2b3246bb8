package org.rembus.cli.bench;

import org.rembus.cli.words.Arguments;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says how large the messages of a load are. */
final class PayloadSize {
    private static final int MAX_BYTES = 60 * 1024 * 1024;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Of what is sent each time (default: ${DEFAULT-VALUE}).")
    private int bytes = 128;

    int bytes() {
        return Arguments.upTo(spec, MAX_BYTES, bytes, "--size");
    }
}
