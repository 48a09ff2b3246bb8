package org.rembus.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.bench.Bounds;
import org.rembus.cli.bench.Load;
import org.rembus.cli.bench.Measured;
import org.rembus.cli.json.JsonOut;
import org.rembus.client.ComponentOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all loads have in common: their options, and how they are run and reported. */
final class BenchOptions {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MAX_BYTES = 60 * 1024 * 1024;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final BrokerUrl broker = new BrokerUrl();

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Of what is sent each time (default: ${DEFAULT-VALUE}).")
    private int bytes = 128;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long at most, up to 1h (default: 5s, or 1m with --count).")
    private @Nullable Duration duration;

    @Option(names = "--count", paramLabel = "N", description = "End after so many sends (default: by time only).")
    private @Nullable Long count;

    @Option(names = "--rate", paramLabel = "N", description = "Sends a second (default: as many as possible).")
    private double perSecond;

    @Option(names = "--warmup", paramLabel = "TIME", description = "Run so long before what counts (default: 2s).")
    private Duration warmUp = Duration.ofSeconds(2);

    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    private boolean isJson;

    int bytes() {
        return atMost(MAX_BYTES, bytes, "--size");
    }

    int atMost(int highest, int given, String option) {
        if (given < 1 || given > highest) {
            throw Arguments.wrong(spec, option + " " + given + ": a number from 1 to " + highest + " is expected");
        }
        return given;
    }

    ComponentOptions.Builder component() {
        return broker.options();
    }

    /** A topic that nobody else uses. */
    String topic() {
        return "bench/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Puts on the load, and says what it showed. */
    void run(Load load, String title, Console console) throws InterruptedException {
        Bounds bounds = bounds();
        load.run(new Bounds(warmUp, Long.MAX_VALUE, perSecond));
        Measured measured;
        try (ProgressBar bar = ProgressBar.start(console, title, load, bounds)) {
            measured = load.run(bounds);
        }
        if (isJson) {
            Map<String, Object> line = new LinkedHashMap<>(Map.of("load", title));
            line.putAll(measured.figures());
            console.line(JsonOut.write(line));
        } else {
            new BenchTable(title, measured).lines().forEach(console::line);
        }
        if (measured.remark() != null) {
            console.say(measured.remark());
        }
        if (measured.failure() != null) {
            throw new FailedException(measured.failure());
        }
    }

    /** @throws picocli.CommandLine.ParameterException if they are impossible */
    Bounds bounds() {
        Duration most = duration != null ? duration : Duration.ofSeconds(count == null ? 5 : 60);
        if (most.compareTo(LONGEST) > 0 || warmUp.compareTo(LONGEST) > 0) {
            throw Arguments.wrong(spec, "an hour is the longest duration");
        }
        try {
            return new Bounds(most, count == null ? Long.MAX_VALUE : count, perSecond);
        } catch (IllegalArgumentException impossible) {
            throw Arguments.wrong(spec, "--count and --rate are numbers from 1 on");
        }
    }
}
