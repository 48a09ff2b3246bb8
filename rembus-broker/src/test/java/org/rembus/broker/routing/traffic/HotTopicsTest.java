package org.rembus.broker.routing.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.traffic.HotTopics.Hot;

final class HotTopicsTest {
    @Test
    void fewTopics_areCountedExactly() {
        HotTopics topics = new HotTopics(4);
        for (int i = 0; i < 3; i++) {
            topics.add("often", 10);
        }
        topics.add("once", 1);

        assertThat(topics.top(10)).containsExactly(new Hot("often", 3, 0, 30), new Hot("once", 1, 0, 1));
        assertThat(topics.top(1)).extracting(Hot::topic).containsExactly("often");
        topics.clear();
        assertThat(topics.top(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void moreTopicsThanCounters_bounds(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = random.nextInt(1, 50);
        HotTopics topics = new HotTopics(capacity);
        Map<String, Long> exact = new HashMap<>();
        int messages = 20_000;
        for (int i = 0; i < messages; i++) {
            String topic = "topic/" + (int) Math.pow(1_000, random.nextDouble());
            exact.merge(topic, 1L, Long::sum);
            topics.add(topic, 1);
        }

        List<Hot> found = topics.top(Integer.MAX_VALUE);
        assertThat(found)
                .hasSizeLessThanOrEqualTo(capacity)
                .isSortedAccordingTo((a, b) -> Long.compare(b.messages(), a.messages()));
        assertThat(found)
                .allSatisfy(hot ->
                        assertThat(exact.get(hot.topic())).isBetween(hot.messages() - hot.error(), hot.messages()));
        assertThat(found.stream().mapToLong(Hot::messages).sum()).isEqualTo(messages);
        exact.forEach((topic, count) -> {
            if (count > messages / capacity) {
                assertThat(found).extracting(Hot::topic).contains(topic);
            }
        });
    }
}
