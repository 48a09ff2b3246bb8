package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.protocol.QoS;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rembus bench durable}. */
@Command(
        name = "durable",
        mixinStandardHelpOptions = true,
        header = "Publishers whose messages the broker is to keep, and nobody gets.",
        description = {
            "",
            "Each publisher has a connection and a topic of its own, and at most --window messages that the broker has not "
                    + "acknowledged; 'received' counts acknowledgements. Latency is from when a message was due, which without "
                    + "--rate is when there was room for it in the window, to its acknowledgement.",
            "",
            "The rate of one publisher that waits for each acknowledgement (--window 1) is that of the disk.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench durable                                   one publisher, as fast as the broker keeps it",
            "  rembus bench durable --publishers 50 --size 200        they share the disk's commits",
            "  rembus bench durable --rate 20000 --duration 30s       latency at a given load"
        })
final class BenchDurableCommand extends LoadCommand {
    private static final int MAX_PUBLISHERS = 1000;
    private static final int MAX_WINDOW = 100_000;

    @Mixin
    private final PayloadSize size = new PayloadSize();

    @Option(names = "--publishers", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int publishers = 1;

    @Option(names = "--qos", paramLabel = "1|2", description = "The level of quality (default: 1).")
    private QoS qos = QoS.AT_LEAST_ONCE;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "How many messages of one publisher may be unacknowledged (default: ${DEFAULT-VALUE}).")
    private int window = 1024;

    BenchDurableCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        DurableLoad.Options load = Arguments.fit(
                spec,
                () -> new DurableLoad.Options(
                        options.topic(),
                        size.bytes(),
                        qos,
                        Arguments.upTo(spec, MAX_PUBLISHERS, publishers, "--publishers"),
                        Arguments.upTo(spec, MAX_WINDOW, window, "--window")));
        Bounds bounds = options.bounds();
        String title = "durable by " + publishers + ", " + load.bytes() + " B, QoS " + qos.ordinal();
        try (Load connected = DurableLoad.connect(options.component(), load)) {
            options.run(connected, bounds, title, console);
        }
        return 0;
    }
}
