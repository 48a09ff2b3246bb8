package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusTest {
    @Test
    void codes_ofAll_areThoseOfTheProtocol() {
        assertThat(Arrays.stream(Status.values()).mapToInt(Status::code))
                .containsExactly(0, 10, 11, 20, 40, 41, 42, 43, 44, 45, 46, 47, 60);
    }

    @ParameterizedTest
    @EnumSource
    void of_codeOfEach_givesIt(Status status) {
        assertThat(Status.of(status.code())).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(longs = {70, 1, -1, 255, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 32) + 11})
    void of_codeThatMustNotTravel_isAnError(long code) {
        assertThat(Status.of(code)).isEqualTo(Status.ERROR);
    }
}
