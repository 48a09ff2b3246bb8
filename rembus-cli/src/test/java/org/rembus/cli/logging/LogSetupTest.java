package org.rembus.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
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
}
