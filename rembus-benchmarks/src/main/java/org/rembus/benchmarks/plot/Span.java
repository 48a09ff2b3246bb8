package org.rembus.benchmarks.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The values along an axis, from one mark to another.
 *
 * @param marks where values are written, in rising order; the first and the last are the ends
 */
record Span(Axis.Scale scale, List<Double> marks) {
    private static final int MOST_STEPS = 6;
    private static final double[] ROUND = {1, 2, 5, 10};

    /** One that holds all of these. */
    static Span of(Axis.Scale scale, DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing to draw");
        }
        double lowest = sorted[0];
        double highest = sorted[sorted.length - 1];
        return scale == Axis.Scale.LOG ? decades(lowest, highest) : steps(Math.min(0, lowest), highest);
    }

    private static Span decades(double lowest, double highest) {
        if (!(lowest > 0)) {
            throw new IllegalArgumentException("not on a logarithmic axis: " + lowest);
        }
        int from = (int) Math.floor(Math.log10(lowest));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(highest)));
        List<Double> marks = new ArrayList<>();
        for (int exponent = from; exponent <= to; exponent++) {
            marks.add(Math.pow(10, exponent));
        }
        return new Span(Axis.Scale.LOG, marks);
    }

    private static Span steps(double lowest, double highest) {
        double step = step(Math.max(highest - lowest, Double.MIN_NORMAL));
        List<Double> marks = new ArrayList<>();
        long from = (long) Math.floor(lowest / step);
        long to = Math.max(from + 1, (long) Math.ceil(highest / step));
        for (long i = from; i <= to; i++) {
            marks.add(i * step);
        }
        return new Span(Axis.Scale.LINEAR, marks);
    }

    private static double step(double length) {
        double decade = Math.pow(10, Math.floor(Math.log10(length / MOST_STEPS)));
        for (double round : ROUND) {
            if (decade * round * MOST_STEPS >= length) {
                return decade * round;
            }
        }
        return decade * 10;
    }

    /** Where between the ends a value is: 0 at the first, 1 at the last. */
    double position(double value) {
        double from = along(marks.getFirst());
        return (along(value) - from) / (along(marks.getLast()) - from);
    }

    private double along(double value) {
        return scale == Axis.Scale.LOG ? Math.log10(value) : value;
    }
}
