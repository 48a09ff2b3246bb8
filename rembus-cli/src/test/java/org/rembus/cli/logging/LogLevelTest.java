package org.rembus.cli.logging;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LogLevelTest {
    @Test
    void wordThatIsNoLevel_isNamed() {
        assertThatThrownBy(() -> LogLevel.set("loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REMBUS_LOG is \"loud\"");
    }
}
