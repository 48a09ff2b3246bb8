package org.rembus.broker.routing;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Components that do random things against a router whose journal moves in random steps, checked against what
 * PROTOCOL.md sections 8 and 9 promise. A failure names its seed, and replays with it.
 */
final class RouterSimulationTest {
    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promises_calmJournal_areKept(int seed) {
        new RouterSimulation(seed, RouterSimulation.Trouble.NONE).run();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promises_journalThatLosesEntries_areKept(int seed) {
        new RouterSimulation(seed, RouterSimulation.Trouble.LOSSES).run();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promises_brokerThatCrashes_areKept(int seed) {
        new RouterSimulation(seed, RouterSimulation.Trouble.CRASHES).run();
    }

    @Tag("full")
    @Timeout(1800)
    @ParameterizedTest
    @EnumSource(RouterSimulation.Trouble.class)
    void promises_manySeeds_areKept(RouterSimulation.Trouble trouble) {
        for (int seed = 1000; seed < 6_000; seed++) {
            new RouterSimulation(seed, trouble).run();
        }
    }
}
