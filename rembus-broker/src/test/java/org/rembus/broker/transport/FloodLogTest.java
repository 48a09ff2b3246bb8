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
            log.info(Kind.SHOUTING_LOUDLY, "peer " + i, "shouts");
        }
        assertThat(captured.lines()).containsExactly("peer 0: shouts", "peer 1: shouts", "peer 2: shouts");
        clock.advance(Duration.ofSeconds(1));
        log.info(Kind.SHOUTING_LOUDLY, "peer", "whispers");
        assertThat(captured.lines())
                .hasSize(5)
                .endsWith("shouting loudly: 7 more lines of this kind were left out", "peer: whispers");
        clock.advance(Duration.ofSeconds(1));
        log.info(Kind.SHOUTING_LOUDLY, "peer", "whispers");
        assertThat(captured.lines()).hasSize(6);
    }

    @Test
    void doesNotHideOneKind_anotherIsAFlood() {
        for (int i = 0; i < 10; i++) {
            log.info(Kind.SHOUTING_LOUDLY, "peer", "shouts");
        }
        log.error(Kind.FAILING, "other", "fails", new IllegalStateException("a fault that this test makes"));
        assertThat(captured.lines()).hasSize(4).endsWith("other: fails");
        assertThat(captured.errors()).containsExactly("other: fails");
    }

    @Test
    void saysWhatWasLeftOut_nothingOfThatKindFollows() {
        for (int i = 0; i < 10; i++) {
            log.info(Kind.SHOUTING_LOUDLY, "peer", "shouts");
        }
        log.sayWhatWasLeftOut();
        assertThat(captured.lines()).hasSize(3);
        clock.advance(Duration.ofSeconds(1));
        log.sayWhatWasLeftOut();
        log.sayWhatWasLeftOut();
        assertThat(captured.lines()).hasSize(4).endsWith("shouting loudly: 7 more lines of this kind were left out");
    }

    @Test
    void isOneLineOfBoundedLength_whateverAPeerSays() {
        log.info(Kind.FAILING, "a\nb", "c\r\n\u2028d\u202Ee\uD800f\tg \uD83D\uDE00");
        log.info(Kind.FAILING, "peer", "x".repeat(10_000));
        assertThat(captured.lines().getFirst())
                .isEqualTo("a\uFFFDb: c\uFFFD\uFFFD\uFFFDd\uFFFDe\uFFFDf\uFFFDg \uD83D\uDE00");
        assertThat(captured.lines().getLast().length()).isLessThan(1000);
    }

    private enum Kind {
        SHOUTING_LOUDLY,
        FAILING
    }
}
