package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rembus bench replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        header = "A backlog, and a subscriber that comes back to it.",
        description = {
            "",
            "A named subscriber goes away, --count messages are published, and the subscriber comes back. Rate and latency "
                    + "are those of the replay: latency is from when the subscriber began to connect until a message was there, so "
                    + "that 'p50 us' is when it had half of the backlog and 'max us' when it had all. 'published per second' is how "
                    + "fast the broker took the backlog.",
            "",
            "A broker keeps only so much: 'lost' counts what it acknowledged and no longer had. The broker remembers the "
                    + "subscriber's name; two such loads at the same time need different ones.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench replay --count 100000",
            "  rembus bench replay --size 1000 --json | jq .per_second",
            "  rembus bench replay --rate 1000 --duration 30s         a backlog of half a minute"
        })
final class BenchReplayCommand extends LoadCommand {
    private static final int USUAL = 10_000;
    private static final int MOST = 10_000_000;

    @Mixin
    private final PayloadSize size = new PayloadSize();

    @Option(names = "--name", paramLabel = "NAME", description = "The subscriber's name (default: ${DEFAULT-VALUE}).")
    private Rid name = new Rid("bench-replay");

    @Option(names = "--qos", paramLabel = "0|1|2", description = "The level of quality (default: 1).")
    private QoS qos = QoS.AT_LEAST_ONCE;

    BenchReplayCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        Bounds bounds = options.bounds(USUAL, MOST);
        ReplayLoad.Options load =
                Arguments.fit(spec, () -> new ReplayLoad.Options(name, options.topic(), size.bytes(), qos));
        try (Load connected = ReplayLoad.connect(options.component(), load)) {
            options.run(connected, bounds, "replay to 1, " + load.bytes() + " B, QoS " + qos.ordinal(), console);
        }
        return 0;
    }
}
