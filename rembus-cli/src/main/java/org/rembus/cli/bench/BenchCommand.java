package org.rembus.cli.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Execution;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code rembus bench}: puts load on a broker and prints rates and latencies. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "LOAD",
        header = "Put load on a broker and measure it.",
        description = {
            "",
            "Without --rate the load is as high as it can be, and only the rate means something; with it, latency is "
                    + "measured from the time that each message or call was due.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus bench publish --size 128",
            "  rembus bench publish --subscribers 10 --rate 10000",
            "  rembus bench publish --qos 1 --window 256",
            "  rembus bench rpc --callers 50"
        })
public final class BenchCommand {
    private static final int MAX_COMPONENTS = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The broker (default: REMBUS_BASE_URL, else ws://127.0.0.1:8000).")
    private @Nullable String url;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "5",
            scope = ScopeType.INHERIT,
            description = "How long (default: ${DEFAULT-VALUE}, at most 3600).")
    private double seconds;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "128",
            scope = ScopeType.INHERIT,
            description = "Of what is sent (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            scope = ScopeType.INHERIT,
            description = "Messages or calls a second (default: as many as possible).")
    private double rate;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the figures as one line of JSON.")
    private boolean json;

    @Command(name = "publish", mixinStandardHelpOptions = true, header = "One publisher, and subscribers that count.")
    int publish(
            @Option(
                            names = "--subscribers",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "How many (default: 1).")
                    int subscribers,
            @Option(names = "--qos", paramLabel = "0|1|2", defaultValue = "0", description = "The level (default: 0).")
                    int qos,
            @Option(
                            names = "--window",
                            paramLabel = "N",
                            defaultValue = "256",
                            description = "Unacknowledged messages at QoS 1 and 2 (default: 256).")
                    int window)
            throws InterruptedException {
        check(subscribers, "subscribers", MAX_COMPONENTS);
        check(window, "window", 1_000_000);
        check(qos + 1, "qos", QoS.values().length);
        PublishLoad.Options options =
                new PublishLoad.Options(topic("publish"), size, QoS.values()[qos], rate, window, duration());
        try (Fleet fleet = connect(subscribers + 1)) {
            List<Component> all = fleet.components();
            report(new PublishLoad(all.get(0), all.subList(1, all.size()), options).run());
        }
        return 0;
    }

    @Command(
            name = "rpc",
            mixinStandardHelpOptions = true,
            header = "One service, and callers that wait for each answer.")
    int rpc(
            @Option(names = "--callers", paramLabel = "N", defaultValue = "1", description = "How many (default: 1).")
                    int callers,
            @Option(
                            names = "--non-blocking",
                            description = "Serve on the I/O thread instead of a thread for each call.")
                    boolean nonBlocking)
            throws InterruptedException {
        check(callers, "callers", MAX_COMPONENTS);
        Execution execution = nonBlocking ? Execution.NON_BLOCKING : Execution.EXECUTOR;
        CallLoad.Options options = new CallLoad.Options(topic("rpc"), size, rate, execution, duration());
        try (Fleet fleet = connect(callers + 1)) {
            List<Component> all = fleet.components();
            report(new CallLoad(all.get(0), all.subList(1, all.size()), options).run());
        }
        return 0;
    }

    private void check(long given, String what, long highest) {
        if (given < 1 || given > highest) {
            throw new ParameterException(
                    spec.commandLine(), "--" + what + ": impossible, at most " + highest + " are possible");
        }
    }

    private Duration duration() {
        check((long) Math.ceil(seconds), "duration", 3600);
        check(size + 1L, "size", 1 + 60L * 1024 * 1024);
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static String topic(String load) {
        return "bench/" + load + "/"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    private Fleet connect(int components) {
        ComponentOptions.Builder options = ComponentOptions.builder();
        if (url != null) {
            options.address(url);
        }
        return Fleet.connect(options.build(), components);
    }

    private void report(Measured measured) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> figures = measured.figures();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(figures));
        } else {
            figures.forEach((name, value) -> out.printf("%-12s %15s%n", name, text(value)));
        }
        out.flush();
    }

    private static String text(Object value) {
        return value instanceof Long count
                ? String.format("%,d", count)
                : String.format("%,.1f", ((Number) value).doubleValue());
    }

    /** Components that are closed together. */
    record Fleet(List<Component> components) implements AutoCloseable {
        static Fleet connect(ComponentOptions options, int count) {
            Fleet fleet = new Fleet(new ArrayList<>());
            try {
                for (int i = 0; i < count; i++) {
                    fleet.components.add(Rembus.component(options));
                }
                return fleet;
            } catch (RuntimeException e) {
                fleet.close();
                throw e;
            }
        }

        @Override
        public void close() {
            components.forEach(Component::close);
        }
    }
}
