package org.rembus.cli.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rembus bench connections}. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        header = "Connections that do nothing.",
        description = {
            "",
            "Opens --count connections and keeps them all. Latency is from when a connection was due, which without --rate is "
                    + "when it was begun, until the broker has accepted it. The first that fails ends the run.",
            "",
            "With --broker-pid it reads, on Linux, how much memory the broker has before and with the connections: 'broker mib' "
                    + "is the latter, 'kib each' the difference by connection. A Java heap grows in steps and shrinks late, so "
                    + "compare many connections (--count 10000) with a broker that was just started.",
            "",
            "Both ends need a file descriptor for each connection: see ulimit -n. With --named each has a name, and the broker "
                    + "remembers those names for good; use a broker that may be thrown away.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench connections --count 10000 --broker-pid $(pgrep -f 'rembus.jar broker')",
            "  rembus bench connections --rate 200 --duration 10s",
            "  rembus bench connections --count 5000 --hold 1m        and look at the broker meanwhile"
        })
final class BenchConnectionsCommand extends LoadCommand {
    private static final int USUAL = 1000;

    /** About as many as there are ports for connections to one address. */
    private static final int MOST = 25_000;

    private static final int MAX_PARALLEL = 1000;
    private static final Duration MAX_HOLD = Duration.ofHours(1);

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many attempts to connect may be under way (default: ${DEFAULT-VALUE}).")
    private int parallel = 16;

    @Option(names = "--named", description = "Each component has a name (default: all are anonymous).")
    private boolean isNamed;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            description = "How long to keep all of them before the memory is read, up to 1h (default: not at all).")
    private @Nullable Duration hold;

    BenchConnectionsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        Bounds bounds = options.bounds(USUAL, MOST);
        ConnectLoad.Options load = new ConnectLoad.Options(
                isNamed ? options.topic() : null,
                Arguments.upTo(spec, MAX_PARALLEL, parallel, "--parallel"),
                hold(),
                options.process());
        try (Load connected = ConnectLoad.connect(options.component(), load)) {
            options.run(connected, bounds, bounds.count() + (isNamed ? " named" : "") + " connections", console);
        }
        return 0;
    }

    private Duration hold() {
        if (hold != null && hold.compareTo(MAX_HOLD) > 0) {
            throw Arguments.wrong(spec, "an hour is the longest --hold");
        }
        return hold == null ? Duration.ZERO : hold;
    }
}
