package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;

/**
 * One way in which one broker does a workload.
 *
 * @param way what sets it apart from the broker's others
 * @param promise what an acknowledgement means, or how a message is acknowledged
 * @param run measures it once
 */
record Contestant(Workload workload, String broker, String way, String promise, Run run) {

    /** What it is called among all that do the workload. */
    String name() {
        return broker + ", " + way;
    }

    /** Measures, for about so long. */
    @FunctionalInterface
    interface Run {
        Figures measure(Duration duration) throws IOException, InterruptedException;
    }
}
