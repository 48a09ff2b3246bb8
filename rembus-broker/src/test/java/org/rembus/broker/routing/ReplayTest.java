package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/** PROTOCOL.md section 9, "Replay". */
final class ReplayTest {
    private static final List<QoS> LEVELS = List.of(QoS.values());
    private static final double NOW = 0.0;
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final RouterHarness harness = RouterHarness.start();
    private final FakePeer publisher = harness.connect();

    private void publish(@Nullable Object... values) {
        for (Object value : values) {
            publisher.publish("topic", value);
        }
        harness.turn();
    }

    /** Goes away, and comes back after something was published. */
    private FakePeer comesBack(FakePeer peer, PeerKind kind, String name) {
        peer.drop();
        harness.turn();
        publish("away");
        FakePeer again = harness.connect(kind, name);
        again.reactive();
        harness.turn();
        return again;
    }

    @Test
    void reactive_withStoredMessages_getsTheAnswerThenThemThenLiveOnes() {
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        harness.turn();
        publish(1, 2);
        MessageId reactive = peer.reactive();
        harness.turn();
        publish(3);

        assertThat(peer.received().get(1)).isEqualTo(Message.Response.success(reactive));
        assertThat(peer.values()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void now_whatWasPublishedWhileAwayOrNotReactive_neverComes() {
        publish("before");
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", NOW);
        publish(1);
        peer.notReactive();
        harness.turn();
        publish("not reactive");
        peer.reactive();
        harness.turn();
        publish(2);
        assertThat(peer.values()).containsExactly(1L, 2L);

        FakePeer again = comesBack(peer, PeerKind.GEN2, "alice");
        publish(3);
        assertThat(again.values()).containsExactly(3L);
    }

    @Test
    void lastReceived_first_getsAllThatIsRetained() {
        publish(1, 2, 3);
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);

        assertThat(peer.values()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void lastReceived_again_getsWhatCameAfterThePosition() {
        publish("before");
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        publish("live");
        peer.notReactive();
        harness.turn();
        publish("not reactive");
        peer.reactive();
        harness.turn();
        assertThat(peer.values()).containsExactly("before", "live", "not reactive");

        assertThat(comesBack(peer, PeerKind.GEN2, "alice").values()).containsExactly("away");
    }

    @Test
    void msgFromNull_asJsonWritesInfinity_isLastReceived() {
        publish(1);
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", null);
        peer.reactive();
        harness.turn();

        assertThat(peer.values()).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"GEN2, 1", "GEN1, 1000", "JULIA, 1000", "OLD_JULIA, 1000", "NODE, 1"})
    void window_ofTenSeconds_isInTheUnitOfThePeer(PeerKind kind, long nsPerUnit) {
        publish("old");
        harness.advance(Duration.ofSeconds(1));
        publish("recent");
        harness.advance(Duration.ofSeconds(9));
        long window = Duration.ofSeconds(10).toNanos() / nsPerUnit;
        FakePeer integer = harness.subscriber(kind, "integer", "topic", window - 1);
        FakePeer number = harness.subscriber(kind, "float", "topic", (double) (window - 1));
        FakePeer exact = harness.subscriber(kind, "exact", "topic", window);

        assertThat(integer.values()).containsExactly("recent");
        assertThat(number.values()).containsExactly("recent");
        assertThat(exact.values()).containsExactly("old", "recent");
    }

    @Test
    void window_forcedUnit_holdsForEveryPeer() {
        RouterHarness forced = RouterHarness.start(RouterHarness.options()
                .msgFrom(RouterOptions.MsgFrom.NANOSECONDS)
                .build());
        forced.connect().publish("topic", 1);
        forced.turn();
        forced.advance(Duration.ofSeconds(1));
        long half = Duration.ofMillis(500).toNanos();

        assertThat(forced.subscriber(PeerKind.JULIA, "jl", "topic", half).values())
                .isEmpty();
    }

    @Test
    void window_onReturn_boundsWhatComesAfterThePosition() {
        FakePeer peer = harness.subscriber(
                PeerKind.GEN2, "alice", "topic", Duration.ofSeconds(10).toNanos());
        publish("had");
        peer.drop();
        harness.turn();
        publish("too old");
        harness.advance(Duration.ofSeconds(8));
        publish("in time");
        harness.advance(Duration.ofSeconds(3));
        FakePeer again = harness.connect("alice");
        again.reactive();
        harness.turn();
        assertThat(again.values()).containsExactly("in time");

        assertThat(comesBack(again, PeerKind.GEN2, "alice").values()).containsExactly("away");
    }

    @ParameterizedTest
    @EnumSource(
            value = PeerKind.class,
            names = {"GEN1", "GEN2"})
    void retroactive_true_isAllAfterTheFirstSubscribe(PeerKind kind) {
        publish("before");
        FakePeer peer = harness.connect(kind, "old");
        peer.admin("topic", "subscribe", "retroactive", true);
        harness.turn();
        publish("between");
        peer.reactive();
        harness.turn();
        publish("live");
        assertThat(peer.values()).containsExactly("between", "live");

        assertThat(comesBack(peer, kind, "old").values()).containsExactly("away");
    }

    @Test
    void retroactive_false_isNow() {
        publish("before");
        FakePeer peer = harness.connect(PeerKind.GEN1, "old");
        peer.admin("topic", "add_interest", "retroactive", false);
        harness.turn();
        publish("between");
        peer.reactive();
        harness.turn();
        publish("live");
        assertThat(peer.values()).containsExactly("live");

        assertThat(comesBack(peer, PeerKind.GEN1, "old").values()).isEmpty();
    }

    @Test
    void subscribe_whileReactive_getsTheAnswerThenReplaysAtOnce() {
        publish(1, 2);
        FakePeer peer = harness.connect("alice");
        peer.reactive();
        harness.turn();
        MessageId subscribed = peer.subscribe("topic", ALL);
        harness.turn();
        publish(3);

        assertThat(peer.received().get(1)).isEqualTo(Message.Response.success(subscribed));
        assertThat(peer.values()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void subscribe_again_keepsThePosition() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        publish(1);
        peer.subscribe("topic", ALL);
        harness.turn();
        publish(2);

        assertThat(peer.values()).containsExactly(1L, 2L);
    }

    @Test
    void subscribe_againWithAnotherBound_replacesIt() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", NOW);
        publish(1);
        peer.subscribe("topic", ALL);
        harness.turn();
        publish(2);
        FakePeer again = comesBack(peer, PeerKind.GEN2, "alice");
        assertThat(peer.values()).containsExactly(1L, 2L);
        assertThat(again.values()).containsExactly("away");

        again.subscribe("topic", NOW);
        harness.turn();
        assertThat(comesBack(again, PeerKind.GEN2, "alice").values()).isEmpty();
    }

    @Test
    void subscribe_afterUnsubscribe_beginsAnew() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        publish(1);
        peer.unsubscribe("topic");
        harness.turn();
        publish(2);
        peer.subscribe("topic", ALL);
        harness.turn();

        assertThat(peer.values()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void subscribe_andUnsubscribeInOneTurn_leaveThePositionOfTheNewOneAlone() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        publisher.publish("topic", 1);
        peer.unsubscribe("topic");
        peer.subscribe("topic", ALL);
        harness.turn();
        peer.drop();
        harness.turn();
        FakePeer again = harness.connect("alice");
        again.reactive();
        harness.turn();

        assertThat(again.publishes()).isEmpty();
        assertThat(peer.values()).contains(1L);
    }

    @Test
    void reactiveBound_zero_meansNoReplay() {
        publish("before");
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        peer.admin("__config__", "reactive", "status", true, "msg_from", 0L);
        harness.turn();
        publish("live");
        assertThat(peer.values()).containsExactly("live");

        assertThat(comesBack(peer, PeerKind.GEN2, "alice").values()).containsExactly("away");
    }

    @Test
    void reactiveBound_window_boundsEverySubscription() {
        publish("old");
        harness.advance(Duration.ofSeconds(10));
        publish("recent");
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        peer.subscribe("*", Duration.ofDays(1).toNanos());
        peer.admin(
                "__config__",
                "reactive",
                "status",
                true,
                "msg_from",
                Duration.ofSeconds(5).toNanos());
        harness.turn();

        assertThat(peer.publishes(publish -> publish.topic().equals("topic"))).hasSize(1);
        assertThat(peer.publishes(publish -> publish.data().arguments().contains("recent")
                        && publish.topic().equals("*")))
                .hasSize(1);
        assertThat(peer.publishes(publish -> publish.data().arguments().contains("old")))
                .isEmpty();
    }

    @Test
    void anonymous_windowOrInfinity_replaysOnce() {
        publish("old");
        harness.advance(Duration.ofSeconds(10));
        publish("recent");
        FakePeer all = harness.connect();
        FakePeer window = harness.connect();
        FakePeer now = harness.connect();
        all.subscribe("topic", ALL);
        window.subscribe("topic", Duration.ofSeconds(5).toNanos());
        now.subscribe("topic", NOW);
        for (FakePeer peer : List.of(all, window, now)) {
            peer.reactive();
            harness.turn();
            peer.notReactive();
            peer.reactive();
            harness.turn();
        }
        publish("live");

        assertThat(all.values()).containsExactly("old", "recent", "live");
        assertThat(window.values()).containsExactly("recent", "live");
        assertThat(now.values()).containsExactly("live");
    }

    @Test
    void replay_ofAcknowledgedLevels_comesAtTheirLevel() {
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        harness.turn();
        for (QoS qos : QoS.values()) {
            publisher.publish(qos, "topic", qos.name());
        }
        harness.turn();
        peer.reactive();
        harness.turn();

        assertThat(peer.publishes()).extracting(Message.Publish::qos).containsExactly(QoS.values());
    }

    @Test
    void position_movesWhenQos0IsWritten_andWhenQos1IsAcknowledged() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        publisher.publish("topic", 1);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        publisher.publish("topic", 3);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 4);
        harness.turn();
        peer.ack(peer.publishes().get(3).requireId());
        harness.turn();
        FakePeer again = comesBack(peer, PeerKind.GEN2, "alice");

        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(again.values()).containsExactly(2L, "away");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 500})
    void seam_thousandsWithASlowAcknowledger_hasNoGapAndNoDuplicate(int outputRoom) {
        for (int i = 0; i < 3000; i++) {
            publisher.publish(LEVELS.get(i % 3), "topic", i);
        }
        harness.turn();
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        if (outputRoom > 0) {
            peer.setRoom(outputRoom);
        }
        peer.reactive();
        harness.turn();
        int acknowledged = 0;
        int published = 3000;
        while (acknowledged < 4000) {
            List<Message.Publish> waiting =
                    peer.publishes(publish -> publish.qos().isAcknowledged());
            assertThat(waiting.size() - acknowledged).isLessThanOrEqualTo(256);
            int upTo = Math.min(waiting.size(), acknowledged + 37);
            for (Message.Publish publish : waiting.subList(acknowledged, upTo)) {
                peer.ack(publish.requireId());
            }
            acknowledged = upTo;
            for (int i = 0; i < 60 && published < 6000; i++) {
                publisher.publish(LEVELS.get(published % 3), "topic", published++);
            }
            if (outputRoom > 0) {
                peer.writeOut(outputRoom);
            }
            harness.turn();
        }
        peer.writeOut(Integer.MAX_VALUE);
        harness.turn();

        assertThat(peer.values()).isEqualTo(range(6000));
        assertThat(harness.count(Counters.Count.RETRANSMITTED)).isZero();
    }

    @Test
    void seam_manySubscriptionsOfOneTwin_shareTheWindowAndAllArrive() {
        for (int i = 0; i < 1000; i++) {
            publisher.publish(QoS.EXACTLY_ONCE, "a/" + i % 10, i);
        }
        harness.turn();
        FakePeer peer = harness.connect("alice").habit(FakePeer.Habit.ACKNOWLEDGES);
        for (int i = 0; i < 10; i++) {
            peer.subscribe("a/" + i, ALL);
        }
        peer.reactive();
        harness.turn();

        assertThat(peer.handledValues()).hasSize(1000).doesNotHaveDuplicates();
        assertThat(peer.publishes()).hasSize(1000);
    }

    @Test
    void catchingUp_isDoneInManyTurns_soThatOthersAreServedBetween() {
        for (int i = 0; i < 40_000; i++) {
            publisher.publish("topic", i);
        }
        harness.turn();
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        peer.reactive();
        int turns = 0;
        int most = 0;
        int before = 0;
        boolean more = true;
        while (more) {
            more = harness.singleTurn();
            turns++;
            most = Math.max(most, peer.received().size() - before);
            before = peer.received().size();
        }

        assertThat(peer.values()).isEqualTo(range(40_000));
        assertThat(turns).isGreaterThan(10);
        assertThat(most).isLessThan(5000);
    }

    @Test
    void rareTopic_amongManyOthers_isFoundInManyTurns() {
        for (int i = 0; i < 20_000; i++) {
            publisher.publish(i == 19_000 ? "topic" : "other", i);
        }
        harness.turn();

        assertThat(harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL).values())
                .containsExactly(19_000L);
    }

    // -- retention --

    @Test
    void retention_overtakesOneThatIsAway_whoIsToldAndGoesOn() {
        RouterHarness small = RouterHarness.start(RouterHarness.options().build(), 20_000);
        FakePeer peer = small.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        peer.drop();
        small.turn();
        FakePeer source = small.connect();
        for (int i = 0; i < 1000; i++) {
            source.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        small.turn();
        FakePeer again = small.connect("alice").habit(FakePeer.Habit.ACKNOWLEDGES);
        again.reactive();
        small.turn();
        source.publish("topic", 1000);
        small.turn();

        List<@Nullable Object> values = again.values();
        assertThat(values).hasSizeBetween(50, 150).endsWith(998L, 999L, 1000L);
        assertThat(small.notices().lines()).hasSize(1);
        assertThat(small.notices().lines().getFirst()).startsWith("overtaken alice topic: ");
        long missing = small.dropped(DropReason.OVERTAKEN);
        assertThat(missing).isGreaterThanOrEqualTo(1001 - values.size());
    }

    @Test
    void retention_overtakesOneThatNeverStarted_isTold() {
        RouterHarness small = RouterHarness.start(RouterHarness.options().build(), 20_000);
        FakePeer source = small.connect();
        for (int i = 0; i < 1000; i++) {
            source.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        small.turn();
        FakePeer peer = small.connect("alice");
        peer.subscribe("topic", ALL);
        small.turn();
        peer.drop();
        small.turn();
        for (int i = 0; i < 1000; i++) {
            source.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        small.turn();
        FakePeer again = small.connect("alice").habit(FakePeer.Habit.ACKNOWLEDGES);
        again.reactive();
        small.turn();

        // what was gone when it subscribed is not missing
        long most = 1100;
        assertThat(small.dropped(DropReason.OVERTAKEN))
                .isBetween(1000L - again.values().size(), most);
    }

    @Test
    void retention_ofWhatASubscriptionNeverWanted_isNoNews() {
        RouterHarness small = RouterHarness.start(RouterHarness.options().build(), 20_000);
        FakePeer source = small.connect();
        for (int i = 0; i < 1000; i++) {
            source.publish("topic", i);
        }
        small.turn();
        small.subscriber(PeerKind.GEN2, "new", "topic", ALL);
        FakePeer now = small.subscriber(PeerKind.GEN2, "now", "topic", NOW);
        small.subscriber(PeerKind.GEN2, "window", "topic", Duration.ofSeconds(1).toNanos());
        now.drop();
        small.turn();
        for (int i = 0; i < 1000; i++) {
            source.publish("topic", i);
        }
        small.turn();
        FakePeer again = small.connect("now");
        again.reactive();
        small.turn();

        assertThat(small.notices().lines()).isEmpty();
    }

    private static List<Object> range(long to) {
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < to; i++) {
            values.add(i);
        }
        return values;
    }
}
