package org.rembus.broker.transport.framed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.memory.BufferBudget;

final class HeldBytesTest {
    private final BufferBudget budget = new BufferBudget(1000);
    private final HeldBytes held = new HeldBytes(budget.inputs());

    @Test
    void givesBytesInOrder_readerTakesSome() {
        held.append(new byte[] {0, 1, 2, 3}, 1, 3);
        assertThat(feed(1)).containsExactly(1, 2, 3);
        held.append(new byte[] {4}, 0, 1);
        held.append(new byte[] {5}, 0, 0);
        assertThat(feed(2)).containsExactly(2, 3, 4);
        assertThat(held.isEmpty()).isFalse();
        assertThat(feed(1)).containsExactly(4);
        assertThat(held.isEmpty()).isTrue();
        assertThat(budget.used()).isZero();
        assertThat(feed(1)).isEmpty();
    }

    @Test
    void isCounted_evenBeyondTheBudget() {
        held.append(new byte[2000], 0, 2000);
        assertThat(budget.used()).isEqualTo(2000);
        held.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void forgetsEverything_clearedByItsReader() {
        held.append(new byte[10], 0, 10);
        held.feed((array, offset, length) -> {
            held.clear();
            return length;
        });
        assertThat(held.isEmpty()).isTrue();
        assertThat(budget.used()).isZero();
    }

    private List<Integer> feed(int use) {
        List<Integer> seen = new ArrayList<>();
        held.feed((array, offset, length) -> {
            for (byte each : Arrays.copyOfRange(array, offset, offset + length)) {
                seen.add((int) each);
            }
            return use;
        });
        return seen;
    }
}
