package org.rembus.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class SpanTest {
    private static Span linear(double... values) {
        return Span.of(Axis.Scale.LINEAR, DoubleStream.of(values));
    }

    private static Span log(double... values) {
        return Span.of(Axis.Scale.LOG, DoubleStream.of(values));
    }

    @Test
    void linear_positiveValues_marksAreRoundAndBeginAtZero() {
        assertThat(linear(3, 47).marks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
        assertThat(linear(1_000_000).marks()).containsExactly(0.0, 200_000.0, 400_000.0, 600_000.0, 800_000.0, 1e6);
    }

    @Test
    void linear_negativeValues_reachesBelowZero() {
        assertThat(linear(-3, 5).marks()).containsExactly(-4.0, -2.0, 0.0, 2.0, 4.0, 6.0);
    }

    @Test
    void linear_allZero_stillHasTwoEnds() {
        assertThat(linear(0, 0).marks()).hasSize(2);
        assertThat(linear(0).position(0)).isZero();
    }

    @Test
    void log_values_marksAreTheDecadesAround() {
        assertThat(log(3, 470).marks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(log(100).marks()).containsExactly(100.0, 1000.0);
        assertThat(log(0.02, 0.05).marks()).containsExactly(0.01, 0.1);
    }

    @Test
    void position_decades_takeEquallyMuchRoom() {
        assertThat(log(1, 1000).position(10)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(linear(0, 50).position(25)).isEqualTo(0.5);
    }

    @Test
    void log_zero_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> log(0, 1)).withMessageContaining("logarithmic");
    }

    @Test
    void of_noValues_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(SpanTest::linear);
    }
}
