package org.rembus.broker.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.MessageId;

final class HeldIdsTest {
    private static final long DAY_NS = Duration.ofHours(24).toNanos();

    private final HeldIds held = new HeldIds();

    @Test
    void add_tenThousandAndOne_forgetsTheOldest() {
        for (int i = 0; i <= HeldIds.MAX_IDS; i++) {
            held.add(id(i), i);
        }

        assertThat(held.contains(id(0))).isFalse();
        assertThat(held.contains(id(1))).isTrue();
        assertThat(held.snapshot()).hasSize(HeldIds.MAX_IDS);
    }

    @Test
    void add_aDayLater_forgetsTheOld() {
        held.add(id(1), 0);
        held.add(id(2), DAY_NS);
        assertThat(held.contains(id(1))).isTrue();
        held.add(id(3), DAY_NS + 1);

        assertThat(held.snapshot().keySet()).containsExactly(id(2), id(3));
    }

    @Test
    void add_again_keepsTheFirstTime() {
        held.add(id(1), 0);
        held.add(id(1), DAY_NS);
        held.add(id(2), DAY_NS + 1);

        assertThat(held.contains(id(1))).isFalse();
    }

    @Test
    void remove_whatIsThere_saysSoOnce() {
        held.addAll(Map.of(id(1), 5L));

        assertThat(held.remove(id(1))).isTrue();
        assertThat(held.remove(id(1))).isFalse();
    }

    private static MessageId id(long number) {
        return MessageId.of(number, 8);
    }
}
