package org.rembus.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.cli.words.BrokerUrl;
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

    @Option(
            names = "--rate",
            paramLabel = "N[,N…]",
            split = ",",
            description =
                    "So many a second (default: as many as possible, which is also what 0 means). Of several rates each has its "
                            + "run, in that order.")
    private List<Double> perSecond = new ArrayList<>(List.of(0.0));

    @Option(names = "--warmup", paramLabel = "TIME", description = "Run so long before what counts (default: 2s).")
    private Duration warmUp = Duration.ofSeconds(2);

    @Option(
            names = "--broker-pid",
            paramLabel = "PID",
            description =
                    "The broker's process, if it is on this machine, which must be Linux: its memory, and its processor time "
                            + "and that of this process in microseconds for each that is received, are printed, too.")
    private @Nullable Long brokerPid;

    @Option(names = "--json", description = "Print the figures as one line of JSON.")
    private boolean isJson;

    ComponentOptions.Builder component() {
        return broker.options();
    }

    /** A topic that nobody else uses. */
    String topic() {
        return "bench/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Puts on the load, once for each rate, and says what it showed. */
    void run(Load load, Bounds bounds, String title, Console console) throws InterruptedException {
        BenchRun run = new BenchRun(load, process(), isJson, console);
        load.run(load.warmUp(warmUp, bounds));
        for (double rate : perSecond) {
            run.measure(perSecond.size() == 1 ? title : titled(title, rate), bounds.at(rate));
        }
    }

    private static String titled(String title, double rate) {
        return title + (rate == 0 ? ", as fast as possible" : String.format(Locale.ROOT, ", %,.0f/s", rate));
    }

    /** The broker's process; null when that is not to be looked at. */
    @Nullable
    ProcessUse process() {
        try {
            return brokerPid == null ? null : ProcessUse.of(brokerPid);
        } catch (IllegalArgumentException unknown) {
            throw Arguments.wrong(spec, "--broker-pid " + brokerPid + ": " + unknown.getMessage());
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
            Bounds bounds = new Bounds(longest, number, perSecond.getFirst());
            perSecond.forEach(bounds::at); // refuses a rate that is none now, before any load is put on
            return bounds;
        } catch (IllegalArgumentException impossible) {
            throw Arguments.wrong(spec, "--count and --rate are numbers from 1 on");
        }
    }
}
