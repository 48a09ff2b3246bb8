package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final long PERIOD_NS = 1_000_000_000L;

    @Test
    void pausesGrow_failureAfterFailure_upToThirtyPeriods() {
        RandomGenerator random = new Random(7);
        for (int run = 0; run < 1000; run++) {
            Backoff backoff = new Backoff(PERIOD_NS, random);
            assertThat(backoff.nextPauseNs()).isBetween(0L, PERIOD_NS);
            for (int factor = 2; factor <= 8; factor *= 2) {
                assertThat(backoff.nextPauseNs()).isBetween(factor * PERIOD_NS / 2, factor * PERIOD_NS);
            }
            for (int failure = 0; failure < 100; failure++) {
                assertThat(backoff.nextPauseNs()).isBetween(5 * PERIOD_NS, 10 * PERIOD_NS);
            }
        }
    }

    @Test
    void pausesDiffer_componentsThatLostTheSameBroker_alreadyTheFirst() {
        long sum = 0;
        RandomGenerator random = new Random(7);
        for (int run = 0; run < 1000; run++) {
            sum += new Backoff(PERIOD_NS, random).nextPauseNs();
        }

        assertThat(sum / 1000).isBetween(PERIOD_NS * 4 / 10, PERIOD_NS * 6 / 10);
    }

    @Test
    void pausesAreShortAgain_reset_asInTheBeginning() {
        Backoff backoff = new Backoff(PERIOD_NS, new Random(7));
        for (int failure = 0; failure < 10; failure++) {
            backoff.nextPauseNs();
        }

        backoff.reset();

        assertThat(backoff.nextPauseNs()).isLessThan(PERIOD_NS);
    }

    @Test
    void pauseIsStillAPause_longestPeriod_withoutOverflow() {
        Backoff backoff = new Backoff(Long.MAX_VALUE, new Random(7));
        for (int failure = 0; failure < 10; failure++) {
            assertThat(backoff.nextPauseNs()).isNotNegative();
        }
    }
}
