package org.rembus.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class OutputBudgetTest {
    private final OutputBudget budget = new OutputBudget();

    @Test
    void waitersGoOn_roomAgain_allOfThem() {
        budget.add(OutputBudget.FULL_BYTES);
        assertThat(budget.isFull()).isTrue();
        CompletableFuture<Void> one = budget.whenRoom();
        CompletableFuture<Void> two = budget.whenRoom();
        assertThat(one).isNotDone();

        budget.release(1);

        assertThat(one).isCompleted();
        assertThat(two).isCompleted();
        assertThat(budget.isFull()).isFalse();
    }

    @Test
    void nobodyWaits_notFull_evenWhenItJustChanged() {
        assertThat(budget.whenRoom()).isCompleted();
    }

    @Test
    void othersGoOn_oneWaiterIsCancelled_allTheSame() {
        budget.add(OutputBudget.FULL_BYTES);
        CompletableFuture<Void> cancelled = budget.whenRoom();
        CompletableFuture<Void> patient = budget.whenRoom();
        cancelled.cancel(false);

        budget.release(1);

        assertThat(patient).isCompleted();
    }

    @Test
    void nothingMoreIsTaken_farTooMuchWaits_untilItIsSent() {
        budget.add(OutputBudget.OVERLOADED_BYTES);
        assertThat(budget.isOverloaded()).isTrue();

        budget.release(1);

        assertThat(budget.isOverloaded()).isFalse();
    }
}
