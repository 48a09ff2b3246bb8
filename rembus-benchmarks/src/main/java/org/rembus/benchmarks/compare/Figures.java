package org.rembus.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * What one run showed.
 *
 * @param perSecond messages
 * @param latency null when the load generator tells none
 * @param cost null when it was not measured
 * @param command the load generator's, as it was run
 */
record Figures(
        double perSecond,
        @Nullable Latency latency,
        @Nullable Cost cost,
        String command) {

    /**
     * @param p999Ms null when the load generator does not tell it
     * @param of what was timed, and how
     */
    record Latency(double p50Ms, double p99Ms, @Nullable Double p999Ms, String of) {}

    /**
     * What the broker's process took.
     *
     * @param cpuUs of processor time for each message that the rate counts, which is also seconds for a million of them
     * @param residentMib at the end of the run
     */
    record Cost(double cpuUs, double residentMib) {}
}
