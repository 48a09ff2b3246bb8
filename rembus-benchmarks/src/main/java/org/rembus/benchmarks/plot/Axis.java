package org.rembus.benchmarks.plot;

/**
 * What is told along one side of a chart.
 *
 * @param label with the unit
 */
public record Axis(String label, Scale scale) {

    /** How values are spread. */
    public enum Scale {
        /** Evenly, from zero on, or from the lowest when that is below it. */
        LINEAR,
        /** A decade takes as much room as any other; all values are above zero. */
        LOG
    }

    public static Axis linear(String label) {
        return new Axis(label, Scale.LINEAR);
    }

    public static Axis log(String label) {
        return new Axis(label, Scale.LOG);
    }
}
