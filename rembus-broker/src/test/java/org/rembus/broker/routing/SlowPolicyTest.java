package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.SlowPolicies;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/** What is set for slow subscribers, at the router. */
final class SlowPolicyTest {
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final long MAX_HELD_BYTES = 2_000;
    private static final int FEW = 10;

    private final RouterHarness harness = RouterHarness.start(RouterHarness.options()
            .slow(new SlowPolicies(
                    TopicRules.of(Map.of(
                            Topic.of("queue/**"), SlowPolicy.DROP_OLDEST,
                            Topic.of("state/**"), SlowPolicy.KEEP_LAST,
                            Topic.of("strict/**"), SlowPolicy.DISCONNECT)),
                    SlowPolicy.DROP_NEWEST,
                    MAX_HELD_BYTES))
            .build());
    private final FakePeer publisher = harness.connect("publisher");

    private FakePeer fullPeer(String topic) {
        FakePeer peer = harness.subscriber("slow", topic);
        peer.setRoom(0);
        return peer;
    }

    private void publish(String topic, long from, long through) {
        LongStream.rangeClosed(from, through).forEach(i -> publisher.publish(topic, i));
        harness.turn();
    }

    @Test
    void dropOldest_outputFull_theNewestWaitAndGoOutInOrder() {
        FakePeer slow = fullPeer("queue/a");
        publish("queue/a", 1, 100);
        assertThat(slow.publishes()).isEmpty();
        assertThat(slow.reserved()).isBetween(MAX_HELD_BYTES / 2, MAX_HELD_BYTES);
        slow.writeOut(2);
        publish("queue/a", 101, 101);
        slow.writeOut(1000);
        harness.turn();

        long kept = slow.values().size();
        assertThat(slow.values()).containsExactlyElementsOf(numbers(101 - kept + 1, 101));
        assertThat(harness.dropped(DropReason.DISPLACED)).isEqualTo(101 - kept);
        assertThat(slow.reserved()).isZero();
    }

    @Test
    void dropOldest_allBuffersFull_ownOldestGiveWay() {
        FakePeer slow = fullPeer("queue/a");
        slow.setMemory(600);
        publish("queue/a", 1, 10);
        slow.writeOut(1000);

        long kept = slow.values().size();
        assertThat(slow.values()).containsExactlyElementsOf(numbers(10 - kept + 1, 10));
        assertThat(harness.dropped(DropReason.OVER_BUDGET)).isEqualTo(10 - kept).isPositive();
    }

    @Test
    void dropOldest_noMemoryAtAll_dropsTheMessageItself() {
        FakePeer slow = fullPeer("queue/a");
        slow.setMemory(0);
        publish("queue/a", 1, 3);
        slow.writeOut(1000);

        assertThat(slow.publishes()).isEmpty();
        assertThat(harness.dropped(DropReason.OVER_BUDGET)).isEqualTo(3);
    }

    @Test
    void keepLast_patternOverManyTopics_lastOfEachGoesOutOnce() {
        FakePeer slow = fullPeer("state/*");
        for (int round = 0; round < 50; round++) {
            publisher.publish("state/a", "a" + round);
            publisher.publish("state/b", "b" + round);
        }
        harness.turn();
        slow.writeOut(1000);
        publish("state/a", 7, 7);

        assertThat(slow.publishes())
                .extracting(publish -> publish.data().arguments())
                .containsExactly(List.of("state/a", "a49"), List.of("state/b", "b49"), List.of("state/a", 7L));
        assertThat(harness.dropped(DropReason.REPLACED)).isEqualTo(98);
        assertThat(slow.reserved()).isZero();
    }

    @Test
    void keepLast_moreTopicsThanFit_oldestGiveWay() {
        FakePeer slow = fullPeer("state/*");
        LongStream.range(0, 100).forEach(i -> publisher.publish("state/" + i, i));
        harness.turn();
        assertThat(slow.reserved()).isLessThanOrEqualTo(MAX_HELD_BYTES);
        slow.writeOut(1000);

        assertThat(slow.publishes().size() + harness.dropped(DropReason.DISPLACED))
                .isEqualTo(100);
        assertThat(slow.publishes().getLast().data().arguments()).containsExactly("state/99", 99L);
    }

    @Test
    void disconnect_outputFull_connectionIsClosedAndSaidWhy() {
        FakePeer slow = fullPeer("strict/a");
        FakePeer quick = harness.subscriber("quick", "strict/a");
        publish("strict/a", 1, 3);

        assertThat(slow.closeReason()).isEqualTo(CloseReason.TOO_SLOW);
        assertThat(quick.values()).containsExactly(1L, 2L, 3L);
        assertThat(harness.dropped(DropReason.SLOW_SUBSCRIBER)).isEqualTo(3);
        assertThat(harness.notices().lines())
                .containsOnlyOnce("closed slow (" + slow.peer() + "): it reads too slowly");
    }

    @Test
    void disconnect_durableSubscription_fallsBackToTheJournal() {
        FakePeer slow = harness.subscriber(PeerKind.GEN2, "slow", "strict/a", ALL);
        slow.setRoom(0);
        publish("strict/a", 1, FEW);
        assertThat(slow.isOpen()).isTrue();
        slow.writeOut(1000);
        harness.turn();

        assertThat(slow.values()).containsExactlyElementsOf(numbers(1, FEW));
    }

    @Test
    void keepLast_durableSubscription_losesNothing() {
        FakePeer slow = harness.subscriber(PeerKind.GEN2, "slow", "state/a", ALL);
        slow.setRoom(0);
        publish("state/a", 1, FEW);
        slow.writeOut(1000);
        harness.turn();

        assertThat(slow.values()).containsExactlyElementsOf(numbers(1, FEW));
        assertThat(slow.reserved()).isZero();
    }

    @Test
    void held_laterOnesOfQos1_comeAfterThem() {
        FakePeer slow = fullPeer("queue/a").habit(FakePeer.Habit.ACKNOWLEDGES);
        publish("queue/a", 1, 2);
        publisher.publish(QoS.AT_LEAST_ONCE, "queue/a", 3L);
        harness.turn();
        publish("queue/a", 4, 4);
        for (int i = 0; i < 10; i++) {
            slow.writeOut(1);
            harness.turn();
        }

        assertThat(slow.values()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void held_otherSubscriptionsOfTheSamePeer_goOn() {
        FakePeer slow = fullPeer("queue/a");
        slow.subscribe("other", ALL);
        publish("queue/a", 1, 2);
        publisher.publish(QoS.AT_LEAST_ONCE, "other", "durable");
        harness.turn();
        slow.writeOut(1000);
        harness.turn();

        assertThat(slow.values()).containsExactlyInAnyOrder(1L, 2L, "durable");
    }

    @Test
    void held_subscriberGoes_memoryComesBackAndTheLossIsCounted() {
        FakePeer slow = fullPeer("queue/a");
        publish("queue/a", 1, 5);
        slow.drop();
        harness.turn();

        assertThat(harness.dropped(DropReason.GONE)).isEqualTo(5);
        assertThat(slow.reserved()).isZero();
        assertThat(harness.notices().lines()).contains("too slow slow (" + slow.peer() + "): gone 5");
    }

    @Test
    void held_subscriptionIsTakenBack_isNotDelivered() {
        FakePeer slow = fullPeer("queue/a");
        publish("queue/a", 1, 5);
        slow.unsubscribe("queue/a");
        harness.turn();
        slow.writeOut(1000);

        assertThat(slow.publishes()).isEmpty();
        assertThat(harness.dropped(DropReason.GONE)).isEqualTo(5);
        assertThat(slow.reserved()).isZero();
    }

    private static List<Long> numbers(long from, long through) {
        return LongStream.rangeClosed(from, through).boxed().toList();
    }
}
