package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.ManualClock;
import org.slf4j.LoggerFactory;

final class FloodLogTest {
    private final CapturedLog captured = CapturedLog.of("flood");
    private final ManualClock clock = new ManualClock();
    private final FloodLog log = new FloodLog(LoggerFactory.getLogger("flood"), 3, clock);

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void leavesOutAndCounts_moreLinesThanFit() {
        for (int i = 0; i < 10; i++) {
            log.info("peer " + i, "shouts");
        }
        assertThat(captured.lines()).containsExactly("peer 0: shouts", "peer 1: shouts", "peer 2: shouts");
        clock.advance(Duration.ofSeconds(1));
        log.info("peer", "whispers");
        assertThat(captured.lines()).hasSize(5).endsWith("7 more lines of this kind were left out", "peer: whispers");
        clock.advance(Duration.ofSeconds(1));
        log.info("peer", "whispers");
        assertThat(captured.lines()).hasSize(6);
    }
}
