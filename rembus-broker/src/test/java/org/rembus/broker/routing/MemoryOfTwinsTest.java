package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** What is remembered of components across connections and restarts (PROTOCOL.md sections 1, 7 and 9). */
final class MemoryOfTwinsTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final MemoryTwinStore store = new MemoryTwinStore();
    private final MemoryJournal journal = new MemoryJournal(store, 99, 1 << 26);
    private final ManualClock clock = new ManualClock();
    private final RouterHarness harness = restarted();

    /** Another router over the same journal and store, as after a crash. */
    private RouterHarness restarted() {
        return RouterHarness.start(RouterHarness.options().build(), journal, store, clock);
    }

    @ParameterizedTest
    @EnumSource(PeerKind.class)
    void tables_namedComponentReconnects_areRemembered(PeerKind kind) {
        FakePeer first = harness.subscriber(kind, "alice", "topic", 0.0);
        first.expose("service");
        harness.turn();
        first.drop();
        harness.turn();

        FakePeer second = harness.connect(kind, "alice");
        second.reactive();
        harness.turn();
        FakePeer other = harness.connect("bob");
        other.publish("topic", 1);
        other.call("service");
        assertThat(second.values()).containsExactly(1L);
        assertThat(second.lastRequest().topic()).isEqualTo("service");
    }

    @Test
    void tables_anonymousComponentGoes_areForgotten() {
        FakePeer peer = harness.connect();
        peer.subscribe("topic", ALL);
        peer.expose("service");
        peer.reactive();
        harness.turn();
        peer.drop();
        harness.turn();

        FakePeer other = harness.connect();
        MessageId call = other.call("service");
        other.publish("topic", 1);
        harness.turn();
        assertThat(other.answerTo(call).status()).isEqualTo(Status.METHOD_NOT_FOUND);
    }

    @Test
    void tables_anonymousComponentTakesAName_areNotTheNamedOnes() {
        FakePeer peer = harness.connect();
        peer.subscribe("topic");
        peer.reactive();
        peer.identify("alice");
        peer.reactive();
        harness.turn();
        harness.connect().publish("topic", 1);
        harness.turn();

        assertThat(peer.publishes()).isEmpty();
    }

    @Test
    void restart_afterACrash_remembersTablesAndTargets() {
        FakePeer alice = harness.subscriber(PeerKind.GEN2, "alice", "a/*", ALL);
        alice.expose("service");
        harness.turn();

        RouterHarness again = restarted();
        FakePeer caller = again.connect();
        MessageId call = caller.call("service");
        MessageId target = caller.callTarget("alice", "x");
        assertThat(caller.answerTo(call).status()).isEqualTo(Status.METHOD_UNAVAILABLE);
        assertThat(caller.answerTo(target).status()).isEqualTo(Status.TARGET_DOWN);

        FakePeer back = again.connect("alice");
        back.reactive();
        again.turn();
        again.connect().publish("a/b", 1);
        again.turn();
        again.connect().call("service");
        assertThat(back.values()).containsExactly("a/b");
        assertThat(back.lastRequest().topic()).isEqualTo("service");
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void now_unacknowledgedWhenTheConnectionBroke_isDeliveredUnderTheSameId(Restart restart) {
        FakePeer first = harness.subscriber("alice", "topic");
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 2);
        publisher.publish("topic", "QoS 0");
        harness.turn();
        first.ack(first.publishes().get(1).requireId());
        harness.turn();
        Message.Publish unacknowledged = first.publishes().getFirst();

        RouterHarness next = restart.of(this, first);
        FakePeer stranger = next.connect();
        stranger.publish(QoS.EXACTLY_ONCE, "topic", "while away");
        next.turn();
        FakePeer second = next.connect("alice");
        second.reactive();
        next.turn();
        stranger.publish(QoS.EXACTLY_ONCE, "topic", "live");
        next.turn();
        assertThat(second.values()).containsExactly(1L, "live");
        assertThat(second.publishes().getFirst()).isEqualTo(unacknowledged);

        // and not again, nor what was published while it was away, after one more absence
        second.ack(unacknowledged.requireId());
        second.ack(second.publishes().get(1).requireId());
        next.turn();
        second.drop();
        next.turn();
        FakePeer third = next.connect("alice");
        third.reactive();
        next.turn();
        assertThat(third.publishes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void now_oneNeverAcknowledgedOverSeveralAbsences_bringsNothingFromTheAbsences(Restart restart) {
        FakePeer peer = harness.subscriber("alice", "topic");
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", "stuck");
        harness.turn();
        RouterHarness current = harness;
        for (int absence = 0; absence < 3; absence++) {
            current = restart.of(this, peer);
            publisher = current.connect();
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", "away " + absence);
            current.turn();
            peer = current.connect("alice");
            peer.reactive();
            current.turn();
            publisher.publish(QoS.EXACTLY_ONCE, "topic", "live " + absence);
            current.turn();
            assertThat(peer.values()).containsExactly("stuck", "live " + absence);
            peer.ack(peer.publishes().getLast().requireId());
            current.turn();
        }
    }

    /** How a connection and, maybe, the broker end. */
    enum Restart {
        CONNECTION_BREAKS {
            @Override
            RouterHarness of(MemoryOfTwinsTest test, FakePeer peer) {
                peer.drop();
                return test.harness;
            }
        },
        CONNECTION_BREAKS_AND_IS_FORGOTTEN {
            @Override
            RouterHarness of(MemoryOfTwinsTest test, FakePeer peer) {
                peer.drop();
                test.harness.turn();
                return test.harness;
            }
        },
        BROKER_CRASHES {
            @Override
            RouterHarness of(MemoryOfTwinsTest test, FakePeer peer) {
                return test.restarted();
            }
        },
        CONNECTION_BREAKS_THEN_BROKER_STOPS {
            @Override
            RouterHarness of(MemoryOfTwinsTest test, FakePeer peer) {
                peer.drop();
                test.harness.turn();
                return test.restarted();
            }
        };

        abstract RouterHarness of(MemoryOfTwinsTest test, FakePeer peer);
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void lastReceived_acknowledgedOutOfOrder_bringsOnlyTheOthers(Restart restart) {
        FakePeer first = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        FakePeer publisher = harness.connect();
        for (int i = 0; i < 6; i++) {
            publisher.publish(QoS.EXACTLY_ONCE, "topic", i);
        }
        harness.turn();
        List<Message.Publish> delivered = first.publishes();
        for (int acknowledged : List.of(0, 1, 3, 5)) {
            first.ack(delivered.get(acknowledged).requireId());
        }
        harness.turn();
        assertThat(first.ack2s()).hasSize(4);

        RouterHarness next = restart.of(this, first);
        FakePeer second = next.connect("alice");
        second.reactive();
        next.turn();
        assertThat(second.publishes()).containsExactly(delivered.get(2), delivered.get(4));
    }

    @Test
    void heldIds_publisherReconnectsOrBrokerRestarts_suppressDuplicates() {
        FakePeer listener = harness.subscriber(PeerKind.GEN2, "listener", "topic", ALL);
        FakePeer first = harness.connect("alice");
        MessageId id = first.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();
        listener.ack(listener.publishes().getFirst().requireId());
        harness.turn();
        first.drop();
        harness.turn();
        FakePeer second = harness.connect("alice");
        second.publish(PublishFlags.QOS2, id, "topic", 1);
        harness.turn();
        assertThat(second.acks()).containsExactly(id);

        RouterHarness again = restarted();
        FakePeer heard = again.connect("listener");
        heard.reactive();
        FakePeer third = again.connect("alice");
        third.publish(PublishFlags.QOS2, id, "topic", 1);
        again.turn();
        assertThat(third.acks()).containsExactly(id);
        assertThat(heard.publishes()).isEmpty();

        third.ack2(id);
        again.turn();
        third.publish(PublishFlags.QOS2, id, "topic", 2);
        again.turn();
        assertThat(heard.values()).containsExactly(2L);
    }

    @Test
    void departure_componentComesAndGoesAgainMeanwhile_forgetsNothing() {
        SteppedJournal slow = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), slow);
        stepped.connect("alice").drop();
        int first = slow.pending();
        FakePeer second = stepped.connect("alice");
        MessageId id = second.publish(QoS.EXACTLY_ONCE, "topic", 1);
        second.drop();
        slow.makeDurable(first);
        FakePeer third = stepped.connect("alice");
        third.publish(PublishFlags.QOS2, id, "topic", 1);
        slow.drain();

        FakePeer listener = stepped.connect("listener");
        listener.subscribe("topic", ALL);
        listener.reactive();
        slow.drain();
        assertThat(third.acks()).containsExactly(id);
        assertThat(listener.values()).containsExactly(1L);
    }

    @Test
    void page_readForAnEarlierConnection_isNotTakenForOneOfThis() {
        SteppedJournal slow = new SteppedJournal();
        RouterHarness stepped =
                RouterHarness.start(RouterHarness.options().maxInflight(4).build(), slow);
        FakePeer publisher = stepped.connect();
        for (int i = 0; i < 3000; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        FakePeer first = stepped.connect("alice");
        first.subscribe("topic", ALL);
        first.reactive();
        slow.makeDurable(slow.pending());
        slow.readPages(1);
        slow.servePages(1);
        assertThat(first.values()).containsExactly(0L, 1L, 2L, 3L);
        // the first stays unacknowledged, so that the reading begins anew there, and another page is under way
        first.ack(first.publishes().get(1).requireId());
        first.ack(first.publishes().get(2).requireId());
        slow.readPages(1);
        first.drop();
        FakePeer second = stepped.connect("alice");
        second.reactive();
        slow.makeDurable(slow.pending());
        assertThat(slow.pendingReads()).isEqualTo(2);
        slow.drain();

        assertThat(second.values()).containsExactly(0L, 3L, 4L, 5L);
    }

    @Test
    void departure_notStored_isWrittenAgain() {
        SteppedJournal failing = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer first = stepped.connect("alice");
        first.subscribe("topic");
        first.reactive();
        failing.drain();
        FakePeer publisher = stepped.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", "unacknowledged");
        failing.drain();
        first.drop();
        failing.lose(failing.pending());
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", "while away");
        failing.lose(failing.pending() - 1);
        failing.drain();
        assertThat(stepped.router().isQuiet()).isTrue();

        FakePeer second = stepped.connect("alice");
        second.reactive();
        failing.drain();
        assertThat(second.values()).containsExactly("unacknowledged");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void crash_thatItStoppedIsNotStored_isWrittenAgain(boolean startsAtOnce) {
        SteppedJournal failing = new SteppedJournal();
        RouterHarness first = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer before = first.connect("alice");
        before.subscribe("topic");
        before.reactive();
        failing.drain();
        failing.crash();

        RouterHarness second = RouterHarness.start(RouterHarness.options().build(), failing);
        second.connect().publish(QoS.AT_LEAST_ONCE, "topic", "while away");
        FakePeer alice = second.connect("alice");
        if (startsAtOnce) {
            alice.reactive();
        }
        failing.lose(1);
        failing.drain();
        failing.crash();

        RouterHarness third = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer after = third.connect("alice");
        after.reactive();
        failing.drain();
        assertThat(alice.values()).isEmpty();
        assertThat(after.values()).isEmpty();
    }

    @Test
    void position_isLostAfterTheComponentHasGone_isWrittenAgain() {
        SteppedJournal failing = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer first = stepped.connect("alice");
        first.subscribe("topic", ALL);
        first.reactive();
        failing.drain();
        stepped.connect().publish("topic", "once");
        failing.drain();
        stepped.advance(Duration.ofSeconds(1));
        assertThat(first.values()).containsExactly("once");
        assertThat(failing.pending()).as("the position").isEqualTo(1);
        first.drop();
        failing.lose(1);
        failing.drain();

        FakePeer second = stepped.connect("alice");
        second.reactive();
        failing.drain();
        assertThat(second.values()).isEmpty();
    }

    @Test
    void numbers_ofCancelledSubscriptions_areNotUsedAgainAfterARestart() {
        FakePeer first = harness.subscriber(PeerKind.GEN2, "alice", "a/b", ALL);
        harness.connect().publish(QoS.EXACTLY_ONCE, "a/b", 1);
        harness.turn();
        MessageId id = first.publishes().getFirst().requireId();
        first.unsubscribe("a/b");
        harness.turn();

        RouterHarness again = restarted();
        FakePeer second = again.connect("alice");
        second.subscribe("a/*", ALL);
        second.reactive();
        again.turn();
        assertThat(second.values()).containsExactly("a/b");
        assertThat(second.publishes().getFirst().requireId()).isNotEqualTo(id);
    }

    @Test
    void slowStore_componentWaits_andMeetsItsTablesThen() {
        harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL).drop();
        harness.turn();
        harness.connect().publish("topic", 1);
        harness.turn();

        DelayedTwinStore delayed = new DelayedTwinStore(store);
        RouterHarness slow = RouterHarness.start(RouterHarness.options().build(), journal, delayed, clock);
        FakePeer caller = slow.connect();
        FakePeer peer = slow.connect();
        MessageId identity = peer.identify("alice");
        MessageId reactive = peer.reactive();
        MessageId early = caller.callTarget("alice", "x");
        slow.turn();
        assertThat(peer.received()).isEmpty();
        assertThat(caller.answerTo(early).status()).isEqualTo(Status.TARGET_DOWN);

        delayed.lookUp();
        slow.turn();
        assertThat(peer.received(Message.Response.class))
                .extracting(Message.Response::id)
                .containsExactly(identity, reactive);
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void slowStore_connectionBreaksMeanwhile_nothingIsAnnouncedAndTheNextGetsIn() {
        harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL).drop();
        harness.turn();
        DelayedTwinStore delayed = new DelayedTwinStore(store);
        RouterHarness slow = RouterHarness.start(RouterHarness.options().build(), journal, delayed, clock);
        FakePeer listener = slow.subscriber("listener", "component_info");
        FakePeer first = slow.connect();
        first.identify("alice");
        slow.turn();
        first.drop();
        FakePeer second = slow.connect();
        MessageId identity = second.identify("alice");
        slow.turn();
        assertThat(listener.publishes()).isEmpty();

        delayed.lookUp();
        second.reactive();
        slow.turn();
        slow.connect().publish("topic", 1);
        slow.turn();
        assertThat(second.answerTo(identity).status()).isEqualTo(Status.SUCCESS);
        assertThat(second.values()).containsExactly(1L);
        assertThat(listener.publishes()).hasSize(1);
    }

    @Test
    void failingStore_aKnownComponent_isNotLetInAsAnUnknownOne() {
        harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL).drop();
        harness.turn();
        DelayedTwinStore failing = new DelayedTwinStore(store);
        RouterHarness again = RouterHarness.start(RouterHarness.options().build(), journal, failing, clock);
        FakePeer refused = again.connect();
        MessageId identity = refused.identify("alice");
        again.turn();
        failing.setFailing(true);
        failing.lookUp();
        again.turn();
        assertThat(refused.answersTo(identity)).isEmpty();
        assertThat(refused.closeReason()).isEqualTo(CloseReason.GOING_AWAY);
        assertThat(again.notices().lines()).anyMatch(line -> line.contains("cannot be read"));

        failing.setFailing(false);
        again.connect().publish("topic", 1);
        FakePeer second = again.connect();
        second.identify("alice");
        second.reactive();
        again.turn();
        failing.lookUp();
        again.turn();
        assertThat(second.values()).containsExactly(1L);
    }
}
