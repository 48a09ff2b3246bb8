package org.rembus.broker.routing.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceRowTest {
    private final SequenceRow row = new SequenceRow();
    private final TreeSet<Long> oracle = new TreeSet<>();

    private List<Long> contents() {
        List<Long> contents = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            contents.add(row.get(i));
        }
        return contents;
    }

    private void step(Random random) {
        long sequence = random.nextInt(60);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4, 5 -> {
                row.add(sequence);
                oracle.add(sequence);
            }
            case 6, 7, 8 -> {
                row.remove(sequence);
                oracle.remove(sequence);
            }
            default -> {
                if (random.nextInt(20) == 0) {
                    row.clear();
                    oracle.clear();
                }
            }
        }
        assertThat(contents()).containsExactlyElementsOf(oracle);
        assertThat(row.contains(sequence)).isEqualTo(oracle.contains(sequence));
        assertThat(row.indexOfFirst(sequence))
                .isEqualTo(oracle.headSet(sequence).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anySteps_leaveWhatASetWouldHave(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            step(random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 1000})
    void addedAtTheEnd_removedAtTheBeginning_goesRound(int length) {
        for (long sequence = 1; sequence <= 5000; sequence++) {
            row.add(sequence);
            if (row.size() > length) {
                row.remove(sequence - length);
            }
        }
        assertThat(row.size()).isEqualTo(length);
        assertThat(row.get(0)).isEqualTo(5001 - length);
        assertThat(row.get(length - 1)).isEqualTo(5000);
    }
}
