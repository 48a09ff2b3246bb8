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

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final BrokerUrl broker = new BrokerUrl();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long at most, up to 1h (default: 5s, or 1m with --count).")
    private @Nullable Duration duration;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after so many (default: 1000 connections, 10000 to replay, anything else by time only).")
    private @Nullable Long count;

    @Option(names = "--rate", paramLabel = "N", description = "So many a second (default: as many as possible).")
    private double perSecond;

    @Option(names = "--warmup", paramLabel = "TIME", description = "Run so long before what counts (default: 2s).")
    private Duration warmUp = Duration.ofSeconds(2);

    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    private boolean isJson;

    ComponentOptions.Builder component() {
        return broker.options();
    }

    /** A topic that nobody else uses. */
    String topic() {
        return "bench/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Puts on the load, and says what it showed. */
    void run(Load load, Bounds bounds, String title, Console console) throws InterruptedException {
        load.run(load.warmUp(warmUp, bounds));
        Measured measured;
        try (ProgressBar bar = ProgressBar.start(console, title, load::progress, bounds)) {
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

    /** Those of a run that ends by time, unless something else was said. */
    Bounds bounds() {
        return bounded(count == null ? Long.MAX_VALUE : count);
    }

    /** Those of a run that ends by count. */
    Bounds bounds(int usual, int most) {
        return bounded(Arguments.upTo(spec, most, count == null ? usual : count, "--count"));
    }

    private Bounds bounded(long number) {
        Duration longest = duration != null ? duration : Duration.ofSeconds(number == Long.MAX_VALUE ? 5 : 60);
        if (longest.compareTo(LONGEST) > 0 || warmUp.compareTo(LONGEST) > 0) {
            throw Arguments.wrong(spec, "an hour is the longest duration");
        }
        try {
            return new Bounds(longest, number, perSecond);
        } catch (IllegalArgumentException impossible) {
            throw Arguments.wrong(spec, "--count and --rate are numbers from 1 on");
        }
    }
}
