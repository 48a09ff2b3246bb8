package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.MessageId;

final class MessageIdsTest {
    @Test
    void idIsNeverZero_randomGivesZero_takesTheNext() {
        Iterator<Long> numbers = List.of(5L, 0L, 0L, 7L).iterator();
        MessageIds ids = new MessageIds(numbers::next);

        assertThat(ids.next()).isEqualTo(MessageId.of(7, 8));
    }

    @Test
    void slotStandsInTheFirstFourBytes_littleEndian_theRestTellsIdsApart() {
        MessageIds ids = new MessageIds(() -> 1L);

        MessageId first = ids.nextWithSlot(0x04030201L);

        assertThat(first.toByteArray()).startsWith(1, 2, 3, 4);
        assertThat(first.slot()).isEqualTo(0x04030201L);
        assertThat(ids.nextWithSlot(0x04030201L)).isNotEqualTo(first);
    }

    @Test
    void idsDiffer_oneSlotAndManyMessages_andAreNeverZero() {
        MessageIds ids = new MessageIds(() -> -3L);
        Set<MessageId> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(ids.nextWithSlot(0))).isTrue();
        }

        assertThat(seen).doesNotContain(MessageId.of(0, 8));
    }
}
