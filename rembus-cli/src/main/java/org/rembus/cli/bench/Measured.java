package org.rembus.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param sent messages published, or calls made
 * @param expected deliveries, or answers, that those that did not fail should have led to
 * @param received deliveries, or answers, that came
 * @param failed publishes or calls that ended with an error
 * @param firstFailure the text of one of those errors
 * @param seconds from the first that was sent to the last that was received
 * @param latencyNs null where it means nothing, because messages were published as fast as possible
 */
public record Measured(
        long sent,
        long expected,
        long received,
        long failed,
        @Nullable String firstFailure,
        double seconds,
        @Nullable Histogram latencyNs) {
    private static final double NS_PER_US = 1000.0;

    /** Deliveries, or answers, that never came. */
    public long lost() {
        return Math.max(0, expected - received);
    }

    /** Received per second. */
    public double rate() {
        return seconds > 0 ? received / seconds : 0;
    }

    /** The figures by name; latencies, if there are any, in microseconds. */
    public Map<String, Number> figures() {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("sent", sent);
        figures.put("received", received);
        figures.put("failed", failed);
        figures.put("lost", lost());
        figures.put("seconds", Math.round(seconds * 1000) / 1000.0);
        figures.put("per_second", Math.round(rate()));
        if (latencyNs != null && latencyNs.getTotalCount() > 0) {
            figures.put("p50_us", micros(latencyNs.getValueAtPercentile(50)));
            figures.put("p99_us", micros(latencyNs.getValueAtPercentile(99)));
            figures.put("p99.9_us", micros(latencyNs.getValueAtPercentile(99.9)));
            figures.put("max_us", micros(latencyNs.getMaxValue()));
        }
        return figures;
    }

    private static double micros(long ns) {
        return Math.round(ns / NS_PER_US * 10) / 10.0;
    }
}
