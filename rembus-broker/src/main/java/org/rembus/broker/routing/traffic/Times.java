package org.rembus.broker.routing.traffic;

import java.util.concurrent.TimeUnit;

/** How long something took, in classes of time. Plain numbers, for one thread. */
public final class Times {
    private static final double[] BOUNDS = {
        0.0001,
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        Double.POSITIVE_INFINITY
    };

    private final long[] counts = new long[BOUNDS.length];
    private double sum;

    /**
     * A copy.
     *
     * @param bounds seconds, the last one infinite
     * @param counts of what took no longer than that, and longer than the bound before
     * @param sum of all, seconds
     */
    public record Taken(double[] bounds, long[] counts, double sum) {}

    /** It took so long once more. */
    public void add(long ns) {
        double seconds = (double) ns / TimeUnit.SECONDS.toNanos(1);
        int place = 0;
        while (seconds > BOUNDS[place]) {
            place++;
        }
        counts[place]++;
        sum += seconds;
    }

    public Taken taken() {
        return new Taken(BOUNDS, counts.clone(), sum);
    }
}
