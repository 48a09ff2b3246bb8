package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.testing.ManualClock;
import org.slf4j.LoggerFactory;

final class FloodLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("flood");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ManualClock clock = new ManualClock();
    private final FloodLog log = new FloodLog(logger, 3, clock);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(lines);
    }

    @Test
    void leavesOutAndCounts_moreLinesThanFit() {
        for (int i = 0; i < 10; i++) {
            log.info("peer " + i, "shouts");
        }
        assertThat(logged()).containsExactly("peer 0: shouts", "peer 1: shouts", "peer 2: shouts");
        clock.advance(Duration.ofSeconds(1));
        log.info("peer", "whispers");
        assertThat(logged()).hasSize(5).endsWith("7 more lines of this kind were left out", "peer: whispers");
        clock.advance(Duration.ofSeconds(1));
        log.info("peer", "whispers");
        assertThat(logged()).hasSize(6);
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
