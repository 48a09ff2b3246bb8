package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BufferBudgetTest {
    private final BufferBudget budget = new BufferBudget(1000);

    @Test
    void givesNoMoreThanThereIs_nearTheLimit() {
        assertThat(budget.take(900)).isTrue();
        assertThat(budget.take(101)).isFalse();
        assertThat(budget.take(100)).isTrue();
        assertThat(budget.used()).isEqualTo(1000);
        budget.giveBack(1000);
        assertThat(budget.used()).isZero();
    }

    @Test
    void keepsAQuarterBack_fromWhatMayBeRefused() {
        assertThat(budget.takeSpare(751)).isFalse();
        assertThat(budget.takeSpare(750)).isTrue();
        assertThat(budget.takeSpare(1)).isFalse();
        assertThat(budget.take(250)).isTrue();
    }

    @Test
    void recoversAtHalf_afterARefusal() {
        budget.takeAnyway(2000);
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(1499);
        assertThat(budget.hasRecovered()).isFalse();
        budget.giveBack(1);
        assertThat(budget.hasRecovered()).isTrue();
    }
}
