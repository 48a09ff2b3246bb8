package org.rembus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LossesTest {
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();

    private final Losses losses = new Losses();

    @Test
    void reportsAreAwaited_anotherThreadMakesThem_untilThereAreEnough() throws Exception {
        Thread reporter = Thread.ofVirtual().start(() -> {
            losses.onDropped("t", 3);
            losses.onDropped("t", 4);
            losses.onDroppedByBroker(10, Map.of("t", 10L));
        });

        losses.awaitDropped(17, PATIENCE_NS);

        assertThat(losses.droppedHere()).isEqualTo(7);
        assertThat(losses.droppedByBroker()).isEqualTo(10);
        reporter.join();
        losses.clear();
        assertThat(losses.droppedHere()).isZero();
    }

    @Test
    void reportsAreNotAwaited_nobodyMakesThem_longerThanThePatience() throws Exception {
        losses.awaitDropped(1, Duration.ofMillis(10).toNanos());

        assertThat(losses.droppedHere()).isZero();
    }
}
