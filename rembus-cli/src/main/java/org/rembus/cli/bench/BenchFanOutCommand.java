package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import picocli.CommandLine.Command;

/** {@code rembus bench fan-out}: {@code publish} as it is mostly meant when there are many subscribers. */
@Command(
        name = "fan-out",
        mixinStandardHelpOptions = true,
        header = "One publisher, and ten subscribers or more: 'publish' with another default.",
        description = {"", "What is received, and its rate, are deliveries: of all subscribers together.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench fan-out                                   as fast as ten subscribers take it",
            "  rembus bench fan-out --subscribers 1000 --rate 20"
        })
final class BenchFanOutCommand extends BenchPublishCommand {
    private static final int SUBSCRIBERS = 10;

    BenchFanOutCommand(Console console) {
        super(console, SUBSCRIBERS);
    }
}
