package org.rembus.cli.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OperandsTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "10, 10000", "1.5s, 1500", "2m, 120000", "1h, 3600000", "1d, 86400000"})
    void durations_areReadInAnyUnit(String text, long millis) {
        assertThat(Operands.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1w", "1 s", "1e3", "999999999d"})
    void durations_thatAreNone_areRefused(String text) {
        assertThatThrownBy(() -> Operands.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
