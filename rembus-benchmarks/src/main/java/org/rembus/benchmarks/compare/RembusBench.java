package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code rembus bench}, which drives any broker of the protocol, and what it says.
 *
 * @param rembus the command
 */
record RembusBench(String rembus, Path folder) {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final double US_PER_MS = 1000.0;
    private static final String OPEN_LOOP = "a message, open loop at half the rate";
    private static final String CLOSED_LOOP = "a call, closed loop";

    /** A broker that runs. */
    record Target(String url, long pid) {}

    /** The settings of each program of ours that is started. */
    Map<String, String> environment() {
        return Map.of("REMBUS_DIR", folder.toString());
    }

    /** The words of a load. */
    static List<String> words(Workload workload, Object... words) {
        List<String> all = new ArrayList<>(List.of("bench"));
        for (Object word : words) {
            all.add(word.toString());
        }
        all.addAll(List.of("--size", String.valueOf(workload.bytes())));
        return all;
    }

    /** The rate, and the latency of each of the calls that make it. */
    Figures calls(Target target, List<String> load, Duration duration) throws IOException, InterruptedException {
        Measured calls = measure(target, load, duration, null);
        return calls.figures(calls.latency(CLOSED_LOOP));
    }

    /**
     * The rate as fast as it goes, then the latency at half of it: of an open loop, counted from when each send was due.
     *
     * @param each how many of what the rate counts come of one that is sent
     */
    Figures rateThenLatency(Target target, List<String> load, Duration duration, int each)
            throws IOException, InterruptedException {
        Measured rate = measure(target, load, duration, null);
        Measured latency = measure(target, load, duration.dividedBy(2), rate.perSecond() / each / 2);
        return rate.figures(latency.latency(OPEN_LOOP));
    }

    /** The rate of a load that ends by itself. */
    Figures rate(Target target, List<String> load) throws IOException, InterruptedException {
        return measure(target, load, null, null).figures(null);
    }

    private record Measured(JsonNode said, String command) {
        Figures figures(Figures.@Nullable Latency latency) {
            return new Figures(
                    perSecond(), latency, new Figures.Cost(number("broker_cpu_us"), number("broker_mib")), command);
        }

        double perSecond() {
            return number("per_second");
        }

        Figures.Latency latency(String of) {
            return new Figures.Latency(ms("p50_us"), ms("p99_us"), ms("p99.9_us"), of);
        }

        private double ms(String name) {
            return number(name) / US_PER_MS;
        }

        private double number(String name) {
            return said.get(name).doubleValue();
        }
    }

    private Measured measure(Target target, List<String> load, @Nullable Duration duration, @Nullable Double perSecond)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(load);
        words.add(0, rembus);
        words.addAll(List.of("--warmup", WARM_UP.toSeconds() + "s"));
        if (duration != null) {
            words.addAll(List.of("--duration", duration.toMillis() + "ms"));
        }
        if (perSecond != null) {
            words.addAll(List.of("--rate", String.valueOf(Math.round(perSecond))));
        }
        words.addAll(List.of("--broker-pid", String.valueOf(target.pid()), "--json", "--url", target.url()));
        JsonNode said = JsonMapper.shared().readTree(lastLine(Child.run(words, environment(), folder, MOST)));
        return new Measured(said, Report.shown(words, folder));
    }

    private static String lastLine(String said) {
        return said.substring(said.stripTrailing().lastIndexOf('\n') + 1);
    }
}
