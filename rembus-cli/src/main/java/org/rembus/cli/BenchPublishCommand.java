package org.rembus.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.bench.Load;
import org.rembus.cli.bench.PublishLoad;
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
            ""
        })
final class BenchPublishCommand implements Callable<Integer> {
    private static final int MAX_SUBSCRIBERS = 1000;
    private static final int MAX_WINDOW = 1_000_000;
    private static final int WINDOW = 8192;
    private static final int ACKNOWLEDGED_WINDOW = 256;

    private final Console console;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Option(names = "--subscribers", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int subscribers = 1;

    @Option(names = "--qos", paramLabel = "0|1|2", description = "The level of quality (default: 0).")
    private QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "How many messages may be under way (default: 8192, and 256 with QoS 1 and 2).")
    private @Nullable Integer window;

    BenchPublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        int ahead = window != null ? window : qos.isAcknowledged() ? ACKNOWLEDGED_WINDOW : WINDOW;
        PublishLoad.Options load = new PublishLoad.Options(
                options.topic(),
                options.bytes(),
                qos,
                options.atMost(MAX_SUBSCRIBERS, subscribers, "--subscribers"),
                options.atMost(MAX_WINDOW, ahead, "--window"));
        options.bounds();
        try (Load connected = PublishLoad.connect(options.component(), load)) {
            options.run(
                    connected, "publish to " + subscribers + ", " + load.bytes() + " B, QoS " + qos.ordinal(), console);
        }
        return 0;
    }
}
