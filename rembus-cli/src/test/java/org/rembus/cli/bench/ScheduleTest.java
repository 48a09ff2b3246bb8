package org.rembus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static List<Long> all(Schedule schedule) {
        List<Long> due = new ArrayList<>();
        for (long next = schedule.awaitNext(); next != Schedule.OVER; next = schedule.awaitNext()) {
            due.add(next);
        }
        return due;
    }

    @Test
    void sends_atARate_areDueInEqualIntervals_howeverLateTheyAre() {
        long startNs = System.nanoTime() - Duration.ofSeconds(10).toNanos();
        assertThat(all(Schedule.only(new Bounds(LONG, 4, 1000), startNs)))
                .containsExactly(startNs, startNs + 1_000_000, startNs + 2_000_000, startNs + 3_000_000);
    }

    @Test
    void sends_atARate_areNeverEarly() {
        long startNs = System.nanoTime();
        Schedule schedule = Schedule.only(new Bounds(LONG, 5, 200), startNs);
        for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
            assertThat(System.nanoTime() - due).isNotNegative();
        }
    }

    @Test
    void senders_takeTurns_andShareTheCount() {
        long startNs = System.nanoTime() - Duration.ofSeconds(10).toNanos();
        Bounds bounds = new Bounds(LONG, 5, 1000);
        AtomicLong left = new AtomicLong(bounds.count());
        Schedule first = Schedule.oneOf(2, 0, bounds, startNs, left);
        Schedule second = Schedule.oneOf(2, 1, bounds, startNs, left);
        List<Long> due = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            due.add(first.awaitNext());
            due.add(second.awaitNext());
        }
        assertThat(due)
                .containsExactly(
                        startNs,
                        startNs + 1_000_000,
                        startNs + 2_000_000,
                        startNs + 3_000_000,
                        startNs + 4_000_000,
                        Schedule.OVER);
    }

    @Test
    void sends_endWithTheTime() {
        long startNs = System.nanoTime() - Duration.ofSeconds(2).toNanos();
        assertThat(all(Schedule.only(new Bounds(Duration.ofSeconds(1), Long.MAX_VALUE, 0), startNs)))
                .isEmpty();
        assertThat(all(Schedule.only(new Bounds(Duration.ofSeconds(1), Long.MAX_VALUE, 10), startNs)))
                .isEmpty();
    }

    @Test
    void bounds_thatAreNone_areRefused() {
        assertThatThrownBy(() -> new Bounds(Duration.ZERO, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(LONG, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(LONG, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(LONG, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
