package org.rembus.broker.routing.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.SequenceSet;

final class ProgressTest {
    private final Progress progress = new Progress(10, new SequenceSet());

    @Test
    void done_inOrder_movesThePosition() {
        progress.sent(11);
        assertThat(progress.hasHandled(11)).isTrue();
        assertThat(progress.position()).isEqualTo(10);
        progress.done(11);
        assertThat(progress.position()).isEqualTo(11);
    }

    @Test
    void done_outOfOrder_waitsForTheOneBefore() {
        progress.sent(11);
        progress.sent(13);
        progress.skip(0, 14);
        assertThat(progress.position()).isEqualTo(10);
        progress.done(13);
        assertThat(progress.position()).isEqualTo(10);
        progress.done(11);

        assertThat(progress.position()).isEqualTo(14);
        assertThat(progress.doneAbove().isEmpty()).isTrue();
    }

    @Test
    void forgetInFlight_makesThemUnhandledButNotWhatWasAcknowledged() {
        progress.sent(11);
        progress.sent(12);
        progress.sent(13);
        progress.skip(0, 13);
        progress.done(12);
        progress.forgetInFlight();

        assertThat(progress.hasHandled(11)).isFalse();
        assertThat(progress.hasHandled(12)).isTrue();
        assertThat(progress.hasHandled(13)).isFalse();
        assertThat(progress.firstNotDone(0)).isEqualTo(11);
        assertThat(progress.firstNotDone(12)).isEqualTo(13);
        assertThat(progress.countNotDone(0, 20)).isEqualTo(9);
    }

    @Test
    void done_belowThePosition_changesNothing() {
        progress.done(3);
        progress.skip(1, 9);

        assertThat(progress.position()).isEqualTo(10);
        assertThat(progress.doneAbove().isEmpty()).isTrue();
    }
}
