package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StallCheckTest {
    private final StallCheck check = new StallCheck();

    @Test
    void stalls_nextToNothingCame() {
        check.note(1, 0);
        assertThat(check.isStalled(1, StallCheck.LEAST_BYTES - 1)).isTrue();
        assertThat(check.isStalled(1, StallCheck.LEAST_BYTES)).isFalse();
    }

    @Test
    void stalls_lessCameThanSoLargeAMessageNeeds() {
        check.note(1, 60_000_000);
        assertThat(check.isStalled(1, 63_000_000)).isTrue();
        assertThat(check.isStalled(1, 63_004_096)).isFalse();
    }

    @Test
    void goesOn_anotherMessageThanAtTheLastLook() {
        check.note(1, 5_000);
        assertThat(check.isStalled(2, 0)).isFalse();
    }
}
