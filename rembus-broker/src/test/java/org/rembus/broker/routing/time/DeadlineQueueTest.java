package org.rembus.broker.routing.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DeadlineQueueTest {
    private final DeadlineQueue<String> queue = new DeadlineQueue<>(10);

    @Test
    void pollDue_afterTheDelay_bringsThemInOrder() {
        queue.add("a", 0);
        queue.add("b", 1);
        assertThat(queue.pollDue(9)).isNull();
        assertThat(queue.pollDue(10)).isEqualTo("a");
        assertThat(queue.pollDue(10)).isNull();
        assertThat(queue.pollDue(100)).isEqualTo("b");
        assertThat(queue.pollDue(100)).isNull();
    }

    @Test
    void add_again_putsItBackToTheEnd() {
        queue.add("a", 0);
        queue.add("b", 1);
        queue.add("a", 5);

        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.pollDue(14)).isEqualTo("b");
        assertThat(queue.pollDue(14)).isNull();
        assertThat(queue.pollDue(15)).isEqualTo("a");
    }

    @Test
    void remove_whatIsThere_isNotDue() {
        queue.add("a", 0);
        queue.remove("a");
        queue.remove("never there");

        assertThat(queue.pollDue(100)).isNull();
    }

    @Test
    void poll_dueOrNot_bringsTheOldest() {
        queue.add("a", 0);
        queue.add("b", 0);

        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void pollDue_clockWrapsAround_isDueAllTheSame() {
        queue.add("a", Long.MAX_VALUE - 3);
        assertThat(queue.pollDue(Long.MAX_VALUE)).isNull();
        assertThat(queue.pollDue(Long.MIN_VALUE + 10)).isEqualTo("a");
    }
}
