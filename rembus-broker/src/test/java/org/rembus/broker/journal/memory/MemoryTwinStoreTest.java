package org.rembus.broker.journal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.SequenceSet;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

final class MemoryTwinStoreTest {
    private final MemoryTwinStore store = new MemoryTwinStore();
    private long sequence;

    private void apply(JournalEntry... entries) {
        for (JournalEntry entry : entries) {
            store.apply(++sequence, entry);
        }
    }

    private Optional<TwinState> load(String rid) {
        List<Optional<TwinState>> loaded = new ArrayList<>();
        store.load(rid, loaded::add, () -> {});
        return loaded.getFirst();
    }

    private TwinState.SubscriptionState subscription() {
        return load("alice").orElseThrow().subscriptions().getFirst();
    }

    private static TwinChange subscribed(int number, String topic, Since since, Start start) {
        return new TwinChange.Subscribed("alice", number, topic, false, since, QoS.EXACTLY_ONCE, start);
    }

    private static SequenceSet range(long first, long last) {
        SequenceSet set = new SequenceSet();
        set.add(first, last);
        return set;
    }

    @Test
    void load_neverHeardOf_isEmpty() {
        assertThat(load("alice")).isEmpty();
        apply(new TwinChange.Arrived("alice"));
        assertThat(load("alice")).isPresent();
    }

    @Test
    void forEach_known_tellsExposedInOrderAndWhetherActive() {
        apply(
                new TwinChange.Arrived("alice"),
                new TwinChange.Exposed("alice", "b"),
                new TwinChange.Exposed("alice", "a"),
                new TwinChange.Exposed("alice", "gone"),
                new TwinChange.Unexposed("alice", "gone"),
                new TwinChange.Activated("alice"),
                new TwinChange.Arrived("bob"));
        List<TwinStore.Known> known = new ArrayList<>();
        store.forEach(known::add);

        assertThat(known).extracting(TwinStore.Known::rid).containsExactly("alice", "bob");
        assertThat(known).extracting(TwinStore.Known::active).containsExactly(true, false);
        assertThat(known.getFirst().exposed()).containsExactly("b", "a");
    }

    @Test
    void subscribed_first_beginsHereOrAtTheOldest() {
        apply(
                new TwinChange.Arrived("alice"),
                subscribed(1, "here", Since.NOW, Start.HERE),
                subscribed(2, "oldest", Since.LAST_RECEIVED, Start.OLDEST));

        assertThat(load("alice").orElseThrow().subscriptions())
                .extracting(TwinState.SubscriptionState::position)
                .containsExactly(2L, 0L);
    }

    @Test
    void subscribed_again_keepsNumberAndPosition() {
        apply(
                subscribed(1, "topic", Since.NOW, Start.HERE),
                new TwinChange.Advanced("alice", 1, 9),
                subscribed(5, "topic", Since.LAST_RECEIVED, Start.OLDEST));

        assertThat(subscription().number()).isEqualTo(1);
        assertThat(subscription().position()).isEqualTo(9);
        assertThat(subscription().since()).isEqualTo(Since.LAST_RECEIVED);
    }

    @Test
    void unsubscribed_highestNumber_isRemembered() {
        apply(subscribed(3, "topic", Since.NOW, Start.HERE), new TwinChange.Unsubscribed("alice", "topic"));
        TwinState state = load("alice").orElseThrow();
        assertThat(state.subscriptions()).isEmpty();
        assertThat(state.highestNumber()).isEqualTo(3);

        apply(new TwinChange.Advanced("alice", 3, 100), new TwinChange.Acknowledged("alice", 3, 5, 5));
        assertThat(load("alice").orElseThrow().subscriptions()).isEmpty();
    }

    @Test
    void acknowledged_outOfOrder_movesThePositionWhenTheGapCloses() {
        apply(
                subscribed(1, "topic", Since.LAST_RECEIVED, Start.OLDEST),
                new TwinChange.Advanced("alice", 1, 4),
                new TwinChange.Acknowledged("alice", 1, 6, 8));
        assertThat(subscription().position()).isEqualTo(4);
        assertThat(subscription().doneAbove()).isEqualTo(range(6, 8));

        apply(new TwinChange.Acknowledged("alice", 1, 5, 5), new TwinChange.Advanced("alice", 1, 2));
        assertThat(subscription().position()).isEqualTo(8);
        assertThat(subscription().doneAbove().isEmpty()).isTrue();
    }

    @Test
    void activated_liveOnlySubscription_isDoneWithItsAbsence() {
        apply(
                subscribed(1, "topic", Since.NOW, Start.HERE),
                new TwinChange.Activated("alice"),
                new TwinChange.Deactivated("alice"));
        assertThat(subscription().activeThrough()).isEqualTo(3);
        assertThat(load("alice").orElseThrow().active()).isFalse();

        sequence = 9;
        apply(new TwinChange.Activated("alice"), new TwinChange.Activated("alice"));
        // the second message, say, is unacknowledged
        assertThat(subscription().position()).isEqualTo(2);
        assertThat(subscription().doneAbove()).isEqualTo(range(4, 10));
        assertThat(load("alice").orElseThrow().active()).isTrue();
    }

    @Test
    void activated_subscriptionThatReplays_wantsItsAbsence() {
        apply(
                subscribed(1, "topic", Since.LAST_RECEIVED, Start.HERE),
                new TwinChange.Activated("alice"),
                new TwinChange.Deactivated("alice"),
                new TwinChange.Activated("alice"));

        assertThat(subscription().position()).isEqualTo(1);
        assertThat(subscription().doneAbove().isEmpty()).isTrue();
    }

    @Test
    void deactivated_forAReason_theLastOneIsRemembered() {
        apply(subscribed(1, "topic", Since.NOW, Start.HERE), new TwinChange.Activated("alice"));
        apply(new TwinChange.Deactivated("alice", TwinChange.Deactivated.HERE, TwinChange.Stop.CUT_OFF));
        assertThat(load("alice").orElseThrow().delivery()).isEqualTo(TwinState.Delivery.CUT_OFF);
        apply(new TwinChange.Deactivated("alice"));
        assertThat(load("alice").orElseThrow().delivery()).isEqualTo(TwinState.Delivery.STOPPED);
    }

    @Test
    void deactivated_again_theEarlierCounts() {
        apply(subscribed(1, "topic", Since.NOW, Start.HERE), new TwinChange.Activated("alice"));
        sequence = 20;
        apply(new TwinChange.Deactivated("alice", 15, TwinChange.Stop.CUT_OFF));
        assertThat(subscription().activeThrough()).isEqualTo(15);
        apply(new TwinChange.Deactivated("alice", 12, TwinChange.Stop.CUT_OFF), new TwinChange.Deactivated("alice"));
        assertThat(subscription().activeThrough()).isEqualTo(12);
    }

    @Test
    void publish_qos2OfANamedComponent_isHeldUntilReleased() {
        MessageId id = MessageId.of(5, 8);
        apply(publish("alice", PublishFlags.QOS2, id), publish("alice", PublishFlags.QOS1, MessageId.of(6, 8)));
        assertThat(load("alice").orElseThrow().held()).containsOnlyKeys(id);

        apply(new TwinChange.Released("alice", id));
        assertThat(load("alice").orElseThrow().held()).isEmpty();
    }

    @Test
    void publish_qos2OfAnAnonymousComponent_isNotRemembered() {
        String anonymous = "7a8b1c2d-1111-4222-8333-444455556666";
        apply(publish(anonymous, PublishFlags.QOS2, MessageId.of(5, 8)));

        assertThat(load(anonymous)).isEmpty();
    }

    @Test
    void acknowledges_once_isRemembered() {
        apply(new TwinChange.Arrived("alice"));
        assertThat(load("alice").orElseThrow().acknowledges()).isFalse();
        apply(new TwinChange.Acknowledges("alice"));
        assertThat(load("alice").orElseThrow().acknowledges()).isTrue();
    }

    private static PublishRecord publish(String publisher, PublishFlags flags, MessageId id) {
        return new PublishRecord(1, ".", publisher, flags, id, "topic", Payload.NO_ARGUMENTS);
    }
}
