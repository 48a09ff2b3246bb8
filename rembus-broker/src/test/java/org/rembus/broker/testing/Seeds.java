package org.rembus.broker.testing;

import java.util.stream.IntStream;

/** Runs simulations from one seed after the other. A failure says how to run its seed alone. */
public final class Seeds {
    private static final String ALONE = "simulation.seed";
    private static final String MANY = "simulation.seeds";

    private Seeds() {}

    /** One run of a simulation. */
    public interface Run {
        void from(int seed) throws Exception;
    }

    /**
     * Runs the seeds from {@code first} on, {@code end} excluded; or the one that {@code -Dsimulation.seed} names; or up to
     * what {@code -Dsimulation.seeds} says.
     *
     * @param test the class and the method that takes seeds from 0 on, as {@code -Dtest} names it
     */
    public static void run(String test, int first, int end, Run run) {
        Integer alone = Integer.getInteger(ALONE);
        IntStream seeds = alone == null ? IntStream.range(first, Integer.getInteger(MANY, end)) : IntStream.of(alone);
        seeds.forEach(seed -> {
            try {
                run.from(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\n./mvnw -pl rembus-broker -am verify -DskipITs"
                                + " -Dtest='" + test + "' -D" + ALONE + "="
                                + seed,
                        e);
            }
        });
    }
}
