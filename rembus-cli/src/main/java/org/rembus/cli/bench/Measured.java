package org.rembus.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param sent messages published, or calls made
 * @param received deliveries, or answers
 * @param failed publishes or calls that ended with an error
 * @param seconds from the first to the last that was received
 * @param latencyNs null where it means nothing, because nobody held the load to a rate
 */
record Measured(
        long sent,
        long received,
        long failed,
        double seconds,
        @Nullable Histogram latencyNs) {
    private static final double NS_PER_US = 1000.0;

    /** Received per second. */
    double rate() {
        return seconds > 0 ? received / seconds : 0;
    }

    /** The figures by name; latencies in microseconds. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sent", sent);
        figures.put("received", received);
        figures.put("failed", failed);
        figures.put("seconds", Math.round(seconds * 1000) / 1000.0);
        figures.put("per_second", Math.round(rate()));
        if (latencyNs != null && latencyNs.getTotalCount() > 0) {
            figures.put("p50_us", micros(latencyNs.getValueAtPercentile(50)));
            figures.put("p99_us", micros(latencyNs.getValueAtPercentile(99)));
            figures.put("p999_us", micros(latencyNs.getValueAtPercentile(99.9)));
            figures.put("max_us", micros(latencyNs.getMaxValue()));
        }
        return figures;
    }

    private static double micros(long ns) {
        return Math.round(ns / NS_PER_US * 10) / 10.0;
    }
}
