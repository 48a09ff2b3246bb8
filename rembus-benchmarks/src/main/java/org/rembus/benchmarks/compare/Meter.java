package org.rembus.benchmarks.compare;

import java.time.Duration;
import org.rembus.cli.bench.ProcessUse;

/** What the process of a broker takes from a moment on. */
final class Meter {
    private static final double NS_PER_US = 1000.0;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final ProcessUse process;
    private final Duration before;

    private Meter(ProcessUse process) {
        this.process = process;
        this.before = process.cpu();
    }

    /** Begins now. */
    static Meter of(Child broker) {
        return new Meter(ProcessUse.of(broker.pid()));
    }

    /** @param messages how many it has carried since the meter began */
    Figures.Cost cost(long messages) {
        double cpuUs = process.cpu().minus(before).toNanos() / NS_PER_US / messages;
        return new Figures.Cost(cpuUs, process.residentBytes() / BYTES_PER_MIB);
    }
}
