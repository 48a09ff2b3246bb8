package org.rembus.cli.bench;

import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Execution;
import org.rembus.protocol.QoS;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rembus bench publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        header = "One publisher, and subscribers that count.",
        description = {
            "",
            "The publisher is never further ahead of the slowest subscriber than --window, so that nothing is dropped only because "
                    + "too much was sent. Latency, which is printed with --rate, is from when a message was due to its handler.",
            "",
            "With a window of 1000000 and QoS 0 messages are lost on purpose, and 'lost' counts them: 'lost here' in the "
                    + "subscriptions' queues, which hold 10,000 (with --virtual-threads), 'lost in broker' where 16 MiB are kept for "
                    + "each peer.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench publish                                   as fast as one subscriber takes it",
            "  rembus bench publish --rate 10000                      and the latency of that",
            "  rembus bench publish --qos 1 --size 1000 --count 100000"
        })
class BenchPublishCommand extends LoadCommand {
    private static final int MAX_SUBSCRIBERS = 1000;
    private static final int MAX_WINDOW = 1_000_000;
    private static final int WINDOW = 8192;
    private static final int ACKNOWLEDGED_WINDOW = 256;

    @Mixin
    private final PayloadSize size = new PayloadSize();

    @Option(names = "--subscribers", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int subscribers;

    @Option(names = "--qos", paramLabel = "0|1|2", description = "The level of quality (default: 0).")
    private QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "How many messages may be under way (default: 8192, and 256 with QoS 1 and 2).")
    private @Nullable Integer window;

    @Option(
            names = "--virtual-threads",
            description =
                    "Handlers run in virtual threads, as they do by default in applications, and not on the I/O thread.")
    private boolean isVirtual;

    BenchPublishCommand(Console console) {
        this(console, 1);
    }

    /** @param subscribers how many, unless it is said */
    BenchPublishCommand(Console console, int subscribers) {
        super(console);
        this.subscribers = subscribers;
    }

    @Override
    public Integer call() throws InterruptedException {
        int ahead = window != null ? window : qos.isAcknowledged() ? ACKNOWLEDGED_WINDOW : WINDOW;
        PublishLoad.Options load = Arguments.fit(
                spec,
                () -> new PublishLoad.Options(
                        options.topic(),
                        size.bytes(),
                        qos,
                        isVirtual ? Execution.EXECUTOR : Execution.NON_BLOCKING,
                        Arguments.upTo(spec, MAX_SUBSCRIBERS, subscribers, "--subscribers"),
                        Arguments.upTo(spec, MAX_WINDOW, ahead, "--window")));
        Bounds bounds = options.bounds();
        String title = "publish to " + subscribers + ", " + load.bytes() + " B, QoS " + qos.ordinal();
        try (Load connected = PublishLoad.connect(options.component(), load)) {
            options.run(connected, bounds, title, console);
        }
        return 0;
    }
}
