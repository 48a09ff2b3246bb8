package org.rembus.benchmarks.plot;

import java.util.Arrays;
import java.util.List;

/**
 * The bars of one colour.
 *
 * @param name what the legend says
 * @param values one for each group, in their order; NaN where there is none
 */
public record Bars(String name, List<Double> values) {
    public Bars {
        values = List.copyOf(values);
    }

    public static Bars of(String name, Double... values) {
        return new Bars(name, Arrays.asList(values));
    }
}
