package org.rembus.broker.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SequenceSetTest {
    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void operations_random_agreeWithAnOrdinarySet(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SequenceSet set = new SequenceSet();
        TreeSet<Long> expected = new TreeSet<>();
        for (int step = 0; step < 200; step++) {
            long first = random.nextInt(60);
            long last = first + random.nextInt(-2, 8);
            if (random.nextInt(10) == 0) {
                set.removeThrough(first);
                expected.headSet(first + 1).clear();
            } else {
                set.add(first, last);
                for (long i = first; i <= last; i++) {
                    expected.add(i);
                }
            }
            long absent = first;
            while (expected.contains(absent)) {
                absent++;
            }
            long missing = 0;
            for (long i = first; i <= last + 5; i++) {
                missing += expected.contains(i) ? 0 : 1;
            }
            assertThat(set.firstAbsent(first)).as("seed %d", seed).isEqualTo(absent);
            assertThat(set.countAbsent(first, last + 5)).as("seed %d", seed).isEqualTo(missing);
            assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(elements(set)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static Set<Long> elements(SequenceSet set) {
        Set<Long> elements = new TreeSet<>();
        set.forEachRange((first, last) -> {
            for (long i = first; i <= last; i++) {
                assertThat(set.contains(i)).isTrue();
                elements.add(i);
            }
        });
        return elements;
    }

    @Test
    void add_neighbours_becomeOneRange() {
        SequenceSet set = new SequenceSet();
        set.add(5);
        set.add(7);
        set.add(6);
        set.add(1, 4);

        assertThat(set).hasToString("{1=7}");
    }

    @Test
    void copy_changedLater_leavesTheOriginal() {
        SequenceSet set = new SequenceSet();
        set.add(1, 3);
        SequenceSet copy = set.copy();
        assertThat(copy).isEqualTo(set).hasSameHashCodeAs(set);
        copy.add(9);

        assertThat(set.contains(9)).isFalse();
    }
}
