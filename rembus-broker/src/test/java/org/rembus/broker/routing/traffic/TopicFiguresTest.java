package org.rembus.broker.routing.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TopicFiguresTest {
    private final TopicFigures figures = new TopicFigures();

    @Test
    void countsEachTopic_fewTopics() {
        figures.published("a");
        figures.published("b");
        figures.published("a");
        assertThat(figures.published())
                .containsEntry("a", 2L)
                .containsEntry("b", 1L)
                .containsEntry(TopicFigures.OTHERS, 0L);
    }

    @Test
    void countsOthersTogether_veryManyTopics() {
        for (int i = 0; i < 10 * TopicFigures.MOST; i++) {
            figures.published("topic/" + i);
            figures.called("service/" + i, 1);
        }
        figures.published("topic/0");
        assertThat(figures.published())
                .hasSize(TopicFigures.MOST + 1)
                .containsEntry("topic/0", 2L)
                .containsEntry(TopicFigures.OTHERS, 9L * TopicFigures.MOST);
        assertThat(figures.called()).hasSize(TopicFigures.MOST + 1);
        Times.Taken others = Objects.requireNonNull(figures.called().get(TopicFigures.OTHERS));
        assertThat(LongStream.of(others.counts()).sum()).isEqualTo(9L * TopicFigures.MOST);
    }

    @Test
    void putsTimesIntoTheirClasses_boundsIncluded() {
        Times times = new Times();
        times.add(100_000);
        times.add(100_001);
        times.add(60_000_000_000L);
        Times.Taken taken = times.taken();
        assertThat(taken.counts()[0]).isEqualTo(1);
        assertThat(taken.counts()[1]).isEqualTo(1);
        assertThat(taken.counts()[taken.counts().length - 1]).isEqualTo(1);
        assertThat(taken.sum()).isBetween(60.0002, 60.0003);
    }
}
