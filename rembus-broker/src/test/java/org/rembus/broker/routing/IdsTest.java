package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.MessageId;

final class IdsTest {
    private final Ids ids = new Ids(99, 0);

    @Test
    void forDelivery_same_isTheSameForEveryRouterOfThatJournal() {
        assertThat(new Ids(99, 1234).forDelivery(5, 2, 8)).isEqualTo(ids.forDelivery(5, 2, 8));
        assertThat(new Ids(98, 0).forDelivery(5, 2, 8)).isNotEqualTo(ids.forDelivery(5, 2, 8));
        assertThat(ids.forSlottedDelivery(5, 2, 7)).isEqualTo(new Ids(99, 1).forSlottedDelivery(5, 2, 7));
    }

    @Test
    void forDelivery_manySequencesAndSubscriptions_differ() {
        Set<MessageId> seen = new HashSet<>();
        for (int subscription = 1; subscription <= 20; subscription++) {
            for (long sequence = 1; sequence <= 5000; sequence++) {
                assertThat(seen.add(ids.forDelivery(sequence, subscription, 8))).isTrue();
            }
        }
    }

    @Test
    void forSlottedDelivery_manySequencesOfOneSlot_differAndKeepTheSlot() {
        Set<MessageId> seen = new HashSet<>();
        for (long sequence = 1; sequence <= 50_000; sequence++) {
            MessageId id = ids.forSlottedDelivery(sequence, 3, 0);
            assertThat(seen.add(id)).isTrue();
            assertThat(id.slot()).isZero();
            assertThat(id.low64()).isNotZero();
        }
    }

    @Test
    void ids_ofEitherLength_haveIt() {
        for (int length : new int[] {8, 16}) {
            assertThat(ids.forRequest(length).length()).isEqualTo(length);
            assertThat(ids.forDelivery(1, 1, length).length()).isEqualTo(length);
            assertThat(ids.forRequest(length).low64()).isNotZero();
        }
    }

    @Test
    void forRequest_everyOne_differs() {
        Set<MessageId> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(ids.forRequest(8))).isTrue();
        }
    }
}
