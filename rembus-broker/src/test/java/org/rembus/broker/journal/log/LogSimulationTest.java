package org.rembus.broker.journal.log;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.testing.Seeds;

final class LogSimulationTest {
    private static final int FEW = 300;
    private static final int MANY = 20_000;

    private static final String TEST = "log_whateverGoesWrong_keepsWhatItHasAcknowledged";

    @Test
    void log_whateverGoesWrong_keepsWhatItHasAcknowledged() {
        run(0, FEW);
    }

    @Test
    @Tag("full")
    @Timeout(1800)
    void log_whateverGoesWrong_keepsWhatItHasAcknowledged_forLong() {
        run(FEW, MANY);
    }

    private static void run(int from, int to) {
        Seeds.run("LogSimulationTest#" + TEST, from, to, seed -> new LogSimulation(seed).run());
    }
}
