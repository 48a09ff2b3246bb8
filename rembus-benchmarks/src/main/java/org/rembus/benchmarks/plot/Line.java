package org.rembus.benchmarks.plot;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name what the legend says
 * @param points joined in this order
 */
public record Line(String name, List<Point> points) {
    public Line {
        points = List.copyOf(points);
    }
}
