package org.rembus.cli.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.FailedException;

/** Runs a load that is warm, with a progress bar, and prints what it showed. */
final class BenchRun {
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Load load;
    private final @Nullable ProcessUse broker;
    private final boolean isJson;
    private final Console console;

    /** @param broker null when what it takes is not asked for */
    BenchRun(Load load, @Nullable ProcessUse broker, boolean isJson, Console console) {
        this.load = load;
        this.broker = broker;
        this.isJson = isJson;
        this.console = console;
    }

    /** @throws FailedException if it was no measurement */
    void measure(String title, Bounds bounds) throws InterruptedException {
        Measured measured;
        try (ProgressBar bar = ProgressBar.start(console, title, load::progress, bounds)) {
            measured = broker == null ? load.run(bounds) : measureBoth(broker, bounds);
        }
        print(title, measured);
        if (measured.remark() != null) {
            console.say(measured.remark());
        }
        if (measured.failure() != null) {
            throw new FailedException(measured.failure());
        }
    }

    private Measured measureBoth(ProcessUse process, Bounds bounds) throws InterruptedException {
        ProcessUse own = ProcessUse.of(ProcessHandle.current().pid());
        Duration brokerBefore = process.cpu();
        Duration ownBefore = own.cpu();
        Measured measured = load.run(bounds);
        return measured.plus("broker_cpu_us", micros(process.cpu().minus(brokerBefore), measured.done()))
                .plus("own_cpu_us", micros(own.cpu().minus(ownBefore), measured.done()))
                .plus("broker_mib", rounded(process.residentBytes() / BYTES_PER_MIB, 10));
    }

    private static double micros(Duration cpu, long done) {
        return rounded(cpu.toNanos() / 1000.0 / Math.max(1, done), 1000);
    }

    private static double rounded(double number, int steps) {
        return Math.round(number * steps) / (double) steps;
    }

    private void print(String title, Measured measured) {
        if (isJson) {
            Map<String, Object> line = new LinkedHashMap<>(Map.of("load", title));
            line.putAll(measured.figures());
            console.json(line);
        } else {
            new BenchTable(title, measured).lines().forEach(console::line);
        }
    }
}
