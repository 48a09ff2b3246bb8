package org.rembus.cli.bench;

import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rembus bench rpc}. */
@Command(
        name = "rpc",
        mixinStandardHelpOptions = true,
        header = "One service, and callers that wait for each answer.",
        description = {
            "",
            "Each caller has a connection of its own and one call under way at a time. Latency is from when a call was due, "
                    + "which without --rate is when it was made, to its answer.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench rpc                                       one call after the other",
            "  rembus bench rpc --callers 50 --non-blocking           as many as the broker forwards",
            "  rembus bench rpc --callers 20 --rate 1000              latency at a given load"
        })
final class BenchRpcCommand extends LoadCommand {
    private static final int MAX_CALLERS = 1000;

    @Mixin
    private final PayloadSize size = new PayloadSize();

    @Option(names = "--callers", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int callers = 1;

    @Option(
            names = "--non-blocking",
            description = "The service answers on its I/O thread, instead of in a thread for each call.")
    private boolean isNonBlocking;

    BenchRpcCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        RequestLoad.Calls load = new RequestLoad.Calls(
                options.topic(),
                size.bytes(),
                isNonBlocking ? Execution.NON_BLOCKING : Execution.EXECUTOR,
                Arguments.upTo(spec, MAX_CALLERS, callers, "--callers"));
        Bounds bounds = options.bounds();
        try (Load connected = RequestLoad.calls(options.component().build(), load)) {
            options.run(connected, bounds, "rpc by " + callers + ", " + load.bytes() + " B", console);
        }
        return 0;
    }
}
