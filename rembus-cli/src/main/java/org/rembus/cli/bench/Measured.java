package org.rembus.cli.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param figures by name, in the order in which they are read
 * @param done messages that came, calls that were answered, connections that were opened
 * @param remark what is to be said of them, a sentence; null when they speak for themselves
 * @param failure why the run is no measurement, a sentence; null when it is one
 */
record Measured(
        Map<String, Number> figures,
        long done,
        @Nullable String remark,
        @Nullable String failure) {

    Measured {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** With one more figure. */
    Measured plus(String name, Number figure) {
        Map<String, Number> more = new LinkedHashMap<>(figures);
        more.put(name, figure);
        return new Measured(more, done, remark, failure);
    }

    /** Collects figures. */
    static final class Builder {
        private static final double NS_PER_US = 1000.0;

        private final Map<String, Number> figures = new LinkedHashMap<>();
        private long done;
        private @Nullable String remark;
        private @Nullable String failure;

        Builder figure(String name, Number figure) {
            figures.put(name, figure);
            return this;
        }

        Builder done(long number) {
            done = number;
            return this;
        }

        /** Percentiles in microseconds; none when nothing was recorded. */
        Builder percentiles(Histogram ns) {
            if (ns.getTotalCount() > 0) {
                figure("p50_us", micros(ns.getValueAtPercentile(50)));
                figure("p99_us", micros(ns.getValueAtPercentile(99)));
                figure("p99.9_us", micros(ns.getValueAtPercentile(99.9)));
                figure("max_us", micros(ns.getMaxValue()));
            }
            return this;
        }

        private static double micros(long ns) {
            return Math.round(ns / NS_PER_US * 10) / 10.0;
        }

        Builder remark(String sentence) {
            remark = sentence;
            return this;
        }

        Builder failure(String sentence) {
            failure = sentence;
            return this;
        }

        Measured build() {
            return new Measured(figures, done, remark, failure);
        }
    }
}
