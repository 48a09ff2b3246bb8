package org.rembus.broker.routing;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.routing.RouterSimulation.Trouble;
import org.rembus.broker.testing.Seeds;

/**
 * Components that do random things against a router whose journal moves in random steps, checked against what
 * PROTOCOL.md sections 8 and 9 promise. A failure says how to run its seed alone.
 */
final class RouterSimulationTest {
    private static final int FEW = 300;
    private static final int MANY = 5_000;

    /** What to run with a seed. */
    private interface Runs {
        RouterSimulation over(int seed, Trouble trouble);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void promises_journalInMemory_areKept(Trouble trouble) {
        run("promises_journalInMemory_areKept", RouterSimulation::overMemory, trouble, 0, FEW);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void promises_logOnDisk_areKept(Trouble trouble) {
        run("promises_logOnDisk_areKept", RouterSimulation::overLog, trouble, 0, FEW);
    }

    @Tag("full")
    @Timeout(1800)
    @ParameterizedTest
    @EnumSource(Trouble.class)
    void promises_journalInMemory_areKept_forLong(Trouble trouble) {
        run("promises_journalInMemory_areKept", RouterSimulation::overMemory, trouble, FEW, MANY);
    }

    @Tag("full")
    @Timeout(1800)
    @ParameterizedTest
    @EnumSource(Trouble.class)
    void promises_logOnDisk_areKept_forLong(Trouble trouble) {
        run("promises_logOnDisk_areKept", RouterSimulation::overLog, trouble, FEW, MANY);
    }

    private static void run(String test, Runs runs, Trouble trouble, int from, int to) {
        Seeds.run("RouterSimulationTest#" + test, from, to, seed -> {
            try {
                runs.over(seed, trouble).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(trouble + ": " + e.getMessage(), e);
            }
        });
    }
}
