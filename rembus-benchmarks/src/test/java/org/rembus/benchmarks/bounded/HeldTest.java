package org.rembus.benchmarks.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeldTest {
    private static final Held.Allowance ALLOWANCE = new Held.Allowance(900, 100, 50, 0, 0, 2);
    private static final Held BEFORE = new Held(1000, 500, 5000, 30, 10, 100);

    @Test
    void grownSince_withinWhatIsAllowed_isNothing() {
        assertThat(new Held(1100, 550, 9000, 30, 10, 102).grownSince(BEFORE, ALLOWANCE))
                .isEmpty();
        assertThat(new Held(1, 1, 1, 1, 1, 1).grownSince(BEFORE, ALLOWANCE)).isEmpty();
    }

    @Test
    void grownSince_oneMoreThanAllowed_isToldOfEach() {
        assertThat(new Held(1101, 551, 5000, 31, 11, 103).grownSince(BEFORE, ALLOWANCE))
                .containsExactly(
                        "heap, bytes: from 1000 to 1101, and 100 more were allowed",
                        "direct memory, bytes: from 500 to 551, and 50 more were allowed",
                        "threads: from 30 to 31, and 0 more were allowed",
                        "sockets: from 10 to 11, and 0 more were allowed",
                        "open files: from 100 to 103, and 2 more were allowed");
    }

    @Test
    void grownSince_cachesFillUp_isNothing() {
        Held young = new Held(100, 500, 5000, 30, 10, 100);
        assertThat(new Held(1000, 500, 5000, 30, 10, 100).grownSince(young, ALLOWANCE))
                .isEmpty();
        assertThat(new Held(1001, 500, 5000, 30, 10, 100).grownSince(young, ALLOWANCE))
                .hasSize(1);
    }
}
