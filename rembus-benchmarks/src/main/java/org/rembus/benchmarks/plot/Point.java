package org.rembus.benchmarks.plot;

/** What was measured, and where. */
public record Point(double x, double y) {
    public Point {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("no place in a chart: " + x + ", " + y);
        }
    }
}
