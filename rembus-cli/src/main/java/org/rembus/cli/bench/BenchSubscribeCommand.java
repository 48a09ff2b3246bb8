package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rembus bench subscribe}. */
@Command(
        name = "subscribe",
        mixinStandardHelpOptions = true,
        header = "Components that subscribe to ever new topics.",
        description = {
            "",
            "Each component has one subscription under way at a time, and keeps those that it has. Latency is from when a "
                    + "subscription was due, which without --rate is when it was made, until the broker has it.",
            "",
            "The warm-up subscribes, too; the topics are other ones. All subscriptions end with the command.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench subscribe                                 one after the other",
            "  rembus bench subscribe --subscribers 100 --count 100000",
            "  rembus bench subscribe --patterns                      of topics/with/a/*"
        })
final class BenchSubscribeCommand extends LoadCommand {
    private static final int MAX_SUBSCRIBERS = 1000;

    @Option(names = "--subscribers", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int subscribers = 1;

    @Option(names = "--patterns", description = "To patterns that end with a wildcard, instead of topics.")
    private boolean isToPatterns;

    BenchSubscribeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        RequestLoad.Subscriptions load = new RequestLoad.Subscriptions(
                options.topic(),
                isToPatterns ? "/*" : "",
                Arguments.upTo(spec, MAX_SUBSCRIBERS, subscribers, "--subscribers"));
        Bounds bounds = options.bounds();
        String title = "subscribe by " + subscribers + (isToPatterns ? ", patterns" : "");
        try (Load connected = RequestLoad.subscriptions(options.component().build(), load)) {
            options.run(connected, bounds, title, console);
        }
        return 0;
    }
}
