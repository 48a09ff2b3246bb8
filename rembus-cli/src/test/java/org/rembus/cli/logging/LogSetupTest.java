package org.rembus.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LogSetupTest {
    /** That of the tests, which is on the class path. */
    @Test
    void fileOfLogbacks_wins() {
        LoggerContext logs = new LoggerContext();
        assertThat(new LogSetup().configure(logs)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logs.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .isExhausted();
    }

    @Test
    void texts_ofAnybody_doNotReachATerminalAsCommands() {
        LoggerContext logs = new LoggerContext();
        Logger logger = logs.getLogger("org.rembus.broker.peers");
        LoggingEvent event = new LoggingEvent(
                "", logger, Level.WARN, "{} left\n\tat once", new IOException("no\u009b1m"), new Object[] {
                    "a\u001b[2J\u202e"
                });

        assertThat(new String(LogSetup.lines(logs).encode(event), StandardCharsets.UTF_8))
                .containsPattern(
                        "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  peers: a\ufffd\\[2J\ufffd left\\n\\tat once\\R")
                .containsOnlyOnce("java.io.IOException: no\ufffd1m")
                .contains("\tat org.rembus.cli.logging.LogSetupTest");
    }
}
