package org.rembus.broker.transport.memory;

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
    void givesInputsHalfAtMost_whateverIsFree() {
        BufferBudget.Inputs inputs = budget.inputs();
        assertThat(inputs.take(500)).isTrue();
        assertThat(inputs.take(1)).isFalse();
        assertThat(budget.take(500)).isTrue();
        inputs.giveBack(500);
        assertThat(budget.used()).isEqualTo(500);
        assertThat(budget.take(400)).isTrue();
        assertThat(inputs.take(101)).as("no more than is free").isFalse();
        assertThat(inputs.take(100)).isTrue();
    }

    @Test
    void countsWhatIsHereAlready_asInput() {
        BufferBudget.Inputs inputs = budget.inputs();
        inputs.takeAnyway(600);
        assertThat(budget.used()).isEqualTo(600);
        assertThat(inputs.take(1)).isFalse();
        inputs.giveBack(600);
        assertThat(budget.used()).isZero();
        assertThat(inputs.take(500)).isTrue();
    }

    @Test
    void givesLess_toWhoHasMuchWaiting() {
        assertThat(budget.takeLavish(500)).isTrue();
        assertThat(budget.takeLavish(1)).isFalse();
        assertThat(budget.takeAmple(126)).isFalse();
        assertThat(budget.takeAmple(125)).isTrue();
        assertThat(budget.takeAmple(1)).isFalse();
        assertThat(budget.takeSpare(125)).isTrue();
        assertThat(budget.takeSpare(1)).isFalse();
        assertThat(budget.take(250)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }

    @Test
    void saysWhenToGoOn_afterARefusal() {
        budget.takeAnyway(2000);
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(1300);
        assertThat(budget.hasSpare(51)).isFalse();
        assertThat(budget.hasSpare(50)).isTrue();
        budget.giveBack(199);
        assertThat(budget.hasAmple()).isFalse();
        budget.giveBack(1);
        assertThat(budget.hasAmple()).isTrue();
        budget.giveBack(124);
        assertThat(budget.hasPlenty()).isFalse();
        budget.giveBack(1);
        assertThat(budget.hasPlenty()).isTrue();
    }
}
