package org.rembus.broker.transport.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.memory.Draw;

final class BacklogTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MESSAGE_BYTES = 1_000;

    @Test
    void leavesRoomToAPeerWithNothingWaiting_whereOthersHaveUnequalMuch() {
        BufferBudget budget = new BufferBudget(4 << 20);
        List<Backlog> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slow.add(new Backlog(MAX_BYTES));
        }
        // Half of them come when the others have taken what is for the greedy.
        fill(slow.subList(0, 4), budget);
        fill(slow, budget);

        Draw another = new Backlog(MAX_BYTES).behindThis(Draw.SPARE, MESSAGE_BYTES);
        assertThat(another.take(budget, MESSAGE_BYTES)).isTrue();
    }

    @Test
    void leavesRoomForSmallMessages_whereManyHaveALargeOne() {
        BufferBudget budget = new BufferBudget(4 << 20);
        int large = 300_000;
        int taken = 0;
        while (new Backlog(MAX_BYTES).behindThis(Draw.SPARE, large).take(budget, large)) {
            taken++;
        }
        assertThat(taken).isEqualTo(8);
        assertThat(new Backlog(MAX_BYTES).behindThis(Draw.SPARE, MESSAGE_BYTES).take(budget, MESSAGE_BYTES))
                .isTrue();
    }

    @Test
    void tellsWhenToGoOn_byWhatWaits() {
        Backlog backlog = new Backlog(MAX_BYTES);
        BufferBudget budget = new BufferBudget(4 << 20);
        budget.takeAnyway((2 << 20) + 1);
        assertThat(backlog.hasEnoughOf(budget)).isTrue();
        backlog.onAccepted(Backlog.PORTION_BYTES + 1);
        assertThat(backlog.hasEnoughOf(budget)).isFalse();
        budget.giveBack(1);
        assertThat(backlog.hasEnoughOf(budget)).isTrue();
        backlog.onAccepted(Backlog.MOMENT_BYTES);
        assertThat(backlog.hasEnoughOf(budget)).isFalse();
        budget.giveBack(1 << 19);
        assertThat(backlog.hasEnoughOf(budget)).isTrue();
    }

    @Test
    void answersAreNotHeldBack_byWhatWaits() {
        Backlog backlog = new Backlog(MAX_BYTES);
        backlog.onAccepted(MAX_BYTES);
        assertThat(backlog.behindThis(Draw.WHOLE, MESSAGE_BYTES)).isEqualTo(Draw.WHOLE);
        assertThat(backlog.isFullFor(MESSAGE_BYTES, Draw.WHOLE)).isFalse();
    }

    /** In turns, until none of them gets any more. */
    private static void fill(List<Backlog> backlogs, BufferBudget budget) {
        boolean taken = true;
        while (taken) {
            taken = false;
            for (Backlog backlog : backlogs) {
                if (!backlog.isFullFor(MESSAGE_BYTES, Draw.SPARE)
                        && backlog.behindThis(Draw.SPARE, MESSAGE_BYTES).take(budget, MESSAGE_BYTES)) {
                    backlog.onAccepted(MESSAGE_BYTES);
                    taken = true;
                }
            }
        }
    }
}
