package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rembus bench}: puts load on a broker and measures it. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "LOAD",
        header = "Put load on a broker and measure it.",
        description = {
            "",
            "All components are of this process, which has few I/O threads: on a small machine they may be what is measured. Everything is bounded, in time and in "
                    + "what is under way, and stops by itself. After a warm-up that does not count, it prints what was sent, what "
                    + "came, the rate, and percentiles of the latency in microseconds.",
            "",
            "Without --rate the load is as high as it can be. With it, sends have times when they are due, and latency is "
                    + "measured from then: a stall counts for all that it delays."
        },
        commandListHeading = "%nLoads:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench publish                               128 bytes to one subscriber",
            "  rembus bench fan-out --subscribers 10 --rate 10000",
            "  rembus bench publish --qos 1 --count 100000",
            "  rembus bench durable --publishers 50",
            "  rembus bench rpc --callers 50 --json | jq .per_second",
            "  rembus bench replay --count 100000                 to a subscriber that was away",
            "  rembus bench connections --count 10000             that do nothing"
        })
public final class BenchCommand {
    private BenchCommand() {}

    /** The command with one below it for each load. */
    public static CommandLine withLoads(Console console) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchPublishCommand(console))
                .addSubcommand(new BenchFanOutCommand(console))
                .addSubcommand(new BenchSubscribeCommand(console))
                .addSubcommand(new BenchDurableCommand(console))
                .addSubcommand(new BenchReplayCommand(console))
                .addSubcommand(new BenchRpcCommand(console))
                .addSubcommand(new BenchConnectionsCommand(console));
    }
}
