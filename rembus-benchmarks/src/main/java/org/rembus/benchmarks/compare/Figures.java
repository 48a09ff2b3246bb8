package org.rembus.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * What one run showed.
 *
 * @param perSecond messages
 * @param latency null when the load generator tells none
 * @param command the load generator's, as it was run
 */
record Figures(double perSecond, @Nullable Latency latency, String command) {

    /** @param of what was timed, and how */
    record Latency(double p50Ms, double p99Ms, String of) {}
}
