package org.rembus.broker.journal.log;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class LogSimulationTest {
    private static final int FEW = 300;
    private static final int MANY = 20_000;

    @Test
    void log_whateverGoesWrong_keepsWhatItHasAcknowledged() throws IOException {
        for (int seed = 0; seed < FEW; seed++) {
            new LogSimulation(seed).run();
        }
    }

    @Test
    @Tag("full")
    void log_whateverGoesWrong_keepsWhatItHasAcknowledged_forLong() throws IOException {
        for (int seed = FEW; seed < MANY; seed++) {
            new LogSimulation(seed).run();
        }
    }
}
