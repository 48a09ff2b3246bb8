package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** PROTOCOL.md section 9, the leg from the broker to the subscriber. */
final class SubscriberLegTest {
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().sendRetries(3).build());
    private final FakePeer publisher = harness.connect();

    @ParameterizedTest
    @EnumSource(QoS.class)
    void publish_anyLevel_isDeliveredAtThatLevelUnderAnIdOfOurOwn(QoS qos) {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(qos, "topic", 1);
        harness.turn();
        Message.Publish delivered = peer.publishes().getFirst();

        assertThat(delivered.flags()).isEqualTo(PublishFlags.of(qos, false));
        if (qos.isAcknowledged()) {
            assertThat(delivered.requireId()).isNotIn(publisher.acks());
            assertThat(delivered.requireId().low64()).isNotZero();
        } else {
            assertThat(delivered.id()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(PeerKind.class)
    void delivery_anyKindOfPeer_hasTheIdLengthThatThePeerUses(PeerKind kind) {
        FakePeer peer = harness.subscriber(kind, "alice", "topic", 0.0);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.turn();

        assertThat(peer.publishes().getFirst().requireId().length()).isEqualTo(kind.idLength());
    }

    @Test
    void deliveries_ofManySubscriptions_haveDifferentIds() {
        FakePeer peer = harness.connect("alice");
        peer.setup(List.of("a/b", "a/*", "*/b", "**"), List.of());
        harness.turn();
        for (int i = 0; i < 50; i++) {
            publisher.publish(QoS.EXACTLY_ONCE, "a/b", i);
        }
        harness.turn();

        Set<MessageId> ids = new HashSet<>();
        peer.publishes().forEach(publish -> ids.add(publish.requireId()));
        assertThat(ids).hasSize(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void unacknowledged_afterTheTimeout_isSentAgainTheSameBytes(QoS qos) {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(PublishFlags.of(qos, true), MessageId.of(0x0102030405060708L, 8), "topic", 1);
        harness.advance(ACK_TIMEOUT.minusNanos(1));
        assertThat(peer.publishes()).hasSize(1);
        harness.advance(Duration.ofNanos(1));
        assertThat(peer.publishes()).hasSize(2);
        harness.advance(ACK_TIMEOUT);

        assertThat(peer.publishes()).hasSize(3).containsOnly(peer.publishes().getFirst());
        assertThat(harness.count(Counters.Count.RETRANSMITTED)).isEqualTo(2);
        assertThat(harness.count(Counters.Count.DELIVERED)).isEqualTo(1);
    }

    @Test
    void unacknowledged_peerUsesAnotherIdLengthMeanwhile_isSentAgainTheSameBytes() {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(PublishFlags.QOS1_SLOT, MessageId.of(5, 8), "topic", 1);
        harness.turn();
        peer.say(Message.Publish.of("x", Payload.NULL));
        peer.say(new Message.Publish(PublishFlags.QOS1, MessageId.of(9, 16), "x", Payload.NULL));
        peer.ack(MessageId.of(1, 8));
        harness.turn();
        peer.say(new Message.Publish(PublishFlags.QOS1, MessageId.of(9, 12), "x", Payload.NULL));
        harness.advance(ACK_TIMEOUT);

        List<Message.Publish> sent = peer.publishes();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void acknowledged_inTime_isNotSentAgain(QoS qos) {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(qos, "topic", 1);
        harness.turn();
        peer.ack(peer.publishes().getFirst().requireId());
        harness.advance(Duration.ofSeconds(30), Duration.ofSeconds(1));

        assertThat(peer.publishes()).hasSize(1);
    }

    @Test
    void ack_ofQos2_isAnsweredAck2OnceItIsDurable() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        peer.subscribe("topic");
        peer.reactive();
        journal.drain();
        stepped.connect().publish(QoS.EXACTLY_ONCE, "topic", 1);
        journal.drain();
        MessageId id = peer.publishes().getFirst().requireId();
        peer.ack(id);
        peer.ack(id);
        assertThat(peer.ack2s()).isEmpty();

        journal.drain();
        peer.ack(id);
        journal.drain();
        assertThat(peer.ack2s()).containsExactly(id);
    }

    @Test
    void ack_ofQos1_isNotAnswered() {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.turn();
        peer.ack(peer.publishes().getFirst().requireId());
        harness.turn();

        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void ack_fromAnAnonymousSubscriber_isAnsweredAck2() {
        FakePeer peer = harness.connect();
        peer.subscribe("topic");
        peer.reactive();
        harness.turn();
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();
        MessageId id = peer.publishes().getFirst().requireId();
        peer.ack(id);

        assertThat(peer.ack2s()).containsExactly(id);
    }

    @Test
    void ack_fromAnotherPeer_countsForNothing() {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();
        publisher.ack(peer.publishes().getFirst().requireId());
        harness.advance(ACK_TIMEOUT);

        assertThat(peer.publishes()).hasSize(2);
        assertThat(peer.ack2s()).isEmpty();
    }

    @Test
    void unacknowledged_afterTheLastRetry_closesAndResumesWithTheNextConnection() {
        FakePeer first = harness.subscriber("alice", "topic");
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.advance(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(first.publishes()).hasSize(4);
        assertThat(first.isOpen()).isTrue();
        harness.advance(ACK_TIMEOUT);
        assertThat(first.closeReason()).isEqualTo(CloseReason.TOO_SLOW);
        assertThat(harness.notices().lines()).containsExactly("unacknowledged alice: 1");

        FakePeer second = harness.connect("alice");
        second.reactive();
        harness.turn();
        assertThat(second.publishes()).containsExactly(first.publishes().getFirst());
        second.ack(second.publishes().getFirst().requireId());
        harness.turn();
        second.drop();
        harness.turn();
        FakePeer third = harness.connect("alice");
        third.reactive();
        harness.turn();
        assertThat(third.publishes()).isEmpty();
    }

    @Test
    void unacknowledged_afterTheThirdClose_isDeliveredOneAtATime() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        for (int i = 0; i < 5; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        harness.turn();
        for (int close = 1; close <= 3; close++) {
            assertThat(peer.publishes()).hasSizeGreaterThanOrEqualTo(5);
            harness.advance(ACK_TIMEOUT.multipliedBy(4), ACK_TIMEOUT);
            assertThat(peer.closeReason()).isEqualTo(CloseReason.TOO_SLOW);
            peer = harness.connect("alice");
            peer.reactive();
            harness.turn();
        }
        assertThat(peer.values()).containsExactly(0L);

        peer.ack(peer.publishes().getFirst().requireId());
        harness.turn();
        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void window_full_holdsDeliveriesUntilThereIsRoom() {
        RouterHarness narrow =
                RouterHarness.start(RouterHarness.options().maxInflight(4).build());
        FakePeer peer = narrow.subscriber("alice", "topic");
        FakePeer source = narrow.connect();
        for (int i = 0; i < 20; i++) {
            source.publish(QoS.EXACTLY_ONCE, "topic", i);
        }
        narrow.turn();
        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 3L);

        int acknowledged = 0;
        while (acknowledged < peer.publishes().size()) {
            assertThat(peer.publishes().size() - acknowledged).isLessThanOrEqualTo(4);
            peer.ack(peer.publishes().get(acknowledged++).requireId());
            narrow.turn();
        }
        assertThat(peer.values()).isEqualTo(range(0, 20));
    }

    @Test
    void window_ofOne_forbidsOvertaking() {
        RouterHarness strict =
                RouterHarness.start(RouterHarness.options().maxInflight(1).build());
        FakePeer peer = strict.subscriber("alice", "topic");
        FakePeer source = strict.connect();
        source.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        source.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        strict.turn();
        strict.advance(ACK_TIMEOUT);
        assertThat(peer.values()).containsExactly(1L, 1L);

        peer.ack(peer.publishes().getFirst().requireId());
        strict.turn();
        assertThat(peer.values()).containsExactly(1L, 1L, 2L);
    }

    // -- reactive off, unsubscribed --

    @Test
    void notReactive_withDeliveriesInFlight_retransmitsNothingUntilReactive() {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        harness.turn();
        peer.notReactive();
        harness.turn();
        harness.advance(Duration.ofSeconds(60), Duration.ofSeconds(1));
        assertThat(peer.publishes()).hasSize(2);

        peer.ack(peer.publishes().getFirst().requireId());
        peer.reactive();
        harness.advance(ACK_TIMEOUT);
        assertThat(peer.values()).containsExactly(1L, 2L, 2L);
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void unsubscribed_withDeliveriesInFlight_retransmitsNothingAndFreesTheWindow() {
        RouterHarness narrow =
                RouterHarness.start(RouterHarness.options().maxInflight(2).build());
        FakePeer source = narrow.connect();
        FakePeer peer = narrow.subscriber("alice", "topic");
        peer.subscribe("other");
        source.publish(QoS.EXACTLY_ONCE, "topic", 1);
        source.publish(QoS.EXACTLY_ONCE, "topic", 2);
        narrow.turn();
        peer.unsubscribe("topic");
        narrow.turn();
        source.publish(QoS.EXACTLY_ONCE, "other", 3);
        narrow.turn();
        assertThat(peer.values()).containsExactly(1L, 2L);

        peer.ack(peer.publishes().getFirst().requireId());
        narrow.turn();
        assertThat(peer.ack2s()).containsExactly(peer.publishes().getFirst().requireId());
        peer.ack(peer.publishes().getLast().requireId());
        narrow.advance(Duration.ofSeconds(60), Duration.ofSeconds(1));
        assertThat(peer.values()).containsExactly(1L, 2L, 3L);

        source.publish(QoS.EXACTLY_ONCE, "other", 4);
        source.publish(QoS.EXACTLY_ONCE, "other", 5);
        narrow.turn();
        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(peer.isOpen()).isTrue();
    }

    // -- slots --

    @ParameterizedTest
    @EnumSource(QoS.class)
    void slot_toAGen2Peer_isKeptInTheLowFourBytes(QoS qos) {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(PublishFlags.of(qos, true), MessageId.of(0xAABBCCDD_00000000L | 0xFEDCBA98L, 8), "topic", 1);
        harness.turn();
        Message.Publish delivered = peer.publishes().getFirst();

        assertThat(delivered.flags()).isEqualTo(PublishFlags.of(qos, true));
        assertThat(delivered.requireId().slot()).isEqualTo(0xFEDCBA98L);
        assertThat(delivered.requireId().toByteArray())
                .startsWith((byte) 0x98, (byte) 0xBA, (byte) 0xDC, (byte) 0xFE)
                .hasSize(8);
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void slot_toAGen1Peer_goesOutWithoutIt(QoS qos) {
        FakePeer peer = harness.subscriber(PeerKind.GEN1, "old", "topic", 0.0);
        publisher.publish(PublishFlags.of(qos, true), MessageId.of(77, 8), "topic", 1);
        harness.turn();

        assertThat(peer.publishes().getFirst().flags()).isEqualTo(PublishFlags.of(qos, false));
    }

    @Test
    void slot_toAPattern_isKept() {
        FakePeer peer = harness.subscriber("alice", "a/*");
        publisher.publish(PublishFlags.QOS0_SLOT, MessageId.of(5, 8), "a/b", 1);
        publisher.publish(PublishFlags.QOS2_SLOT, MessageId.of(6, 8), "a/b", 2);
        harness.turn();

        assertThat(peer.publishes())
                .extracting(publish -> publish.requireId().slot())
                .containsExactly(5L, 6L);
    }

    @Test
    void slot_sameOneManyTimes_givesDifferentIds() {
        FakePeer peer = harness.subscriber("alice", "topic").habit(FakePeer.Habit.ACKNOWLEDGES);
        for (int i = 0; i < 100; i++) {
            publisher.publish(PublishFlags.QOS2_SLOT, MessageId.of((long) i << 32 | 7, 8), "topic", i);
        }
        harness.turn();

        assertThat(new HashSet<>(peer.publishes().stream()
                        .map(Message.Publish::requireId)
                        .toList()))
                .hasSize(100);
        assertThat(peer.handledValues()).isEqualTo(range(0, 100));
    }

    // -- peers that never acknowledge --

    @Test
    void subscribedWithoutABound_isServedAtQos0() {
        FakePeer peer = harness.connect(PeerKind.GEN1, "js");
        peer.admin("topic", "subscribe");
        peer.reactive();
        harness.turn();
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.advance(Duration.ofSeconds(60), Duration.ofSeconds(1));

        assertThat(peer.publishes()).extracting(Message.Publish::flags).containsExactly(PublishFlags.QOS0);
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void gen1_neverAcknowledged_getsAllInFlightOnceMoreAtQos0() {
        FakePeer peer = harness.subscriber(PeerKind.GEN1, "old", "topic", ALL);
        for (int i = 0; i < 3; i++) {
            publisher.publish(QoS.EXACTLY_ONCE, "topic", i);
        }
        harness.advance(ACK_TIMEOUT);
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 3);
        harness.advance(Duration.ofSeconds(60), Duration.ofSeconds(1));

        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 3L);
        assertThat(peer.publishes().subList(3, 7))
                .extracting(Message.Publish::flags)
                .containsOnly(PublishFlags.QOS0);
        assertThat(peer.isOpen()).isTrue();

        // it counts as delivered
        peer.drop();
        harness.turn();
        FakePeer again = harness.connect(PeerKind.GEN1, "old");
        again.reactive();
        harness.turn();
        assertThat(again.publishes()).isEmpty();
    }

    @Test
    void gen1_neverAcknowledgedAndWindowFull_getsTheRestInOrder() {
        RouterHarness narrow =
                RouterHarness.start(RouterHarness.options().maxInflight(4).build());
        FakePeer source = narrow.connect();
        FakePeer peer = narrow.subscriber(PeerKind.GEN1, "old", "topic", ALL);
        for (int i = 0; i < 10; i++) {
            source.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        narrow.advance(ACK_TIMEOUT);

        List<Object> expected = new ArrayList<>(range(0, 4));
        expected.addAll(range(0, 10));
        assertThat(peer.values()).isEqualTo(expected);
    }

    @Test
    void gen1_neverAcknowledgedAndOutputFull_getsTheRestWhenThereIsRoom() {
        FakePeer peer = harness.subscriber(PeerKind.GEN1, "old", "topic", ALL);
        for (int i = 0; i < 5; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        harness.turn();
        peer.setRoom(2);
        harness.advance(ACK_TIMEOUT);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 5);
        harness.turn();
        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 3L, 4L, 0L, 1L);

        peer.writeOut(100);
        harness.turn();
        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 3L, 4L, 0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void gen1_notReactiveWhenTheTimeoutExpires_getsNothing() {
        FakePeer peer = harness.subscriber(PeerKind.GEN1, "old", "topic", ALL);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.turn();
        peer.notReactive();
        peer.unsubscribe("other");
        harness.turn();
        peer.forgetReceived();
        harness.advance(Duration.ofSeconds(60), Duration.ofSeconds(1));
        assertThat(peer.received()).isEmpty();

        peer.reactive();
        harness.advance(ACK_TIMEOUT);
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void gen1_acknowledgedOnce_isTrustedOnEveryConnection() {
        FakePeer first = harness.subscriber(PeerKind.GEN1, "old", "topic", ALL);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.turn();
        first.ack(first.publishes().getFirst().requireId());
        harness.turn();
        first.drop();
        harness.turn();

        FakePeer second = harness.connect(PeerKind.GEN1, "old");
        second.reactive();
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        harness.turn();
        harness.advance(ACK_TIMEOUT);
        assertThat(second.publishes())
                .extracting(Message.Publish::flags)
                .containsExactly(PublishFlags.QOS1, PublishFlags.QOS1);
    }

    @Test
    void gen2_neverAcknowledged_isNotServedAtQos0() {
        FakePeer peer = harness.subscriber("alice", "topic");
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.advance(ACK_TIMEOUT);

        assertThat(peer.publishes()).extracting(Message.Publish::flags).containsOnly(PublishFlags.QOS1);
    }

    private static List<Object> range(long from, long to) {
        List<Object> values = new ArrayList<>();
        for (long i = from; i < to; i++) {
            values.add(i);
        }
        return values;
    }
}
