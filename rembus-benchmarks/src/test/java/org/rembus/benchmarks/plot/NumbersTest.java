package org.rembus.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "0.25, 0.25",
        "0.001, 0.001",
        "999, 999",
        "1000, 1k",
        "999.6, 1k",
        "1340710, 1.34M",
        "-2500, -2.5k",
        "3e9, 3G",
        "5e15, 5000T"
    })
    void shown_number_hasThreeDigitsAndAUnit(double value, String shown) {
        assertThat(Numbers.shown(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"12.34, 12.3", "12, 12", "-0.04, 0", "0.06, 0.1"})
    void place_number_isATenth(double value, String place) {
        assertThat(Numbers.place(value)).isEqualTo(place);
    }
}
