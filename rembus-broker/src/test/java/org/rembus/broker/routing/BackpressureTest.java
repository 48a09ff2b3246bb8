package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** What happens when the journal or a peer is too slow. */
final class BackpressureTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().maxPendingBytes(2000).build(), journal);

    private static void publishUntilPaused(FakePeer publisher) {
        for (int i = 0; i < 100 && !publisher.isPaused(); i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
        }
        assertThat(publisher.isPaused()).isTrue();
    }

    @Test
    void journalLags_publishersArePausedUntilHalfIsDone() {
        FakePeer publisher = harness.connect();
        FakePeer bystander = harness.connect();
        FakePeer exposer = harness.connect("exposer");
        exposer.expose("add");
        journal.drain();
        publishUntilPaused(publisher);
        int pending = journal.pending();
        bystander.call("add");
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 1);
        assertThat(bystander.received()).hasSize(1);
        assertThat(bystander.isPaused()).isFalse();

        journal.makeDurable(pending / 2 - 1);
        assertThat(publisher.isPaused()).isTrue();
        journal.makeDurable(2);
        assertThat(publisher.isPaused()).isFalse();
    }

    @Test
    void journalLags_whatIsSaidMeanwhile_isHandledInOrderLater() {
        FakePeer listener = harness.connect("listener");
        listener.subscribe("topic");
        listener.reactive();
        journal.drain();
        FakePeer publisher = harness.connect();
        publishUntilPaused(publisher);
        int published = journal.pending();
        for (int i = 0; i < 20; i++) {
            publisher.publish("topic", published + i);
        }
        assertThat(journal.pending()).isEqualTo(published);
        for (int i = 0; i < 10; i++) {
            journal.drain();
            harness.singleTurn();
        }

        List<@Nullable Object> expected = new ArrayList<>();
        for (long i = 0; i < published + 20; i++) {
            expected.add(i);
        }
        assertThat(listener.values()).isEqualTo(expected);
    }

    @Test
    void journalStalls_publishersAreReadFromEveryTwoSeconds() {
        FakePeer publisher = harness.connect();
        publishUntilPaused(publisher);
        publisher.publish("topic", "first");
        publisher.publish("topic", "second");
        MessageId call = publisher.call("rid");
        int pending = journal.pending();
        harness.advance(Duration.ofMillis(1999));
        assertThat(journal.pending()).isEqualTo(pending);

        harness.advance(Duration.ofMillis(1));
        assertThat(journal.pending()).isEqualTo(pending + 1);
        assertThat(publisher.isPaused()).isTrue();
        harness.advance(Duration.ofSeconds(2));
        assertThat(publisher.answersTo(call)).isEmpty();
        harness.advance(Duration.ofSeconds(2));
        assertThat(publisher.answerTo(call).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void heldBack_nameIsClaimedMeanwhile_isNotTakenForSilent() {
        FakePeer older = harness.connect(PeerKind.GEN1);
        MessageId identity = older.identify("alice");
        drainAll();
        assertThat(older.answerTo(identity).status()).isEqualTo(Status.SUCCESS);
        publishUntilPaused(older);
        FakePeer newer = harness.connect(PeerKind.GEN1);
        MessageId claim = newer.identify("alice");
        harness.advance(Duration.ofSeconds(2));
        assertThat(older.pings()).isEqualTo(1);
        assertThat(older.isOpen()).isTrue();
        assertThat(newer.answersTo(claim)).isEmpty();

        drainAll();
        assertThat(older.isPaused()).isFalse();
        older.pong();
        harness.advance(Duration.ofSeconds(2));
        assertThat(older.isOpen()).isTrue();
        assertThat(newer.answerTo(claim)).isEqualTo(Message.Response.error(claim, Status.ERROR, "already connected"));
    }

    private void drainAll() {
        for (int i = 0; i < 10; i++) {
            journal.drain();
            harness.singleTurn();
        }
    }

    @Test
    void journalStalls_commandsAreHeldBackToo() {
        FakePeer named = harness.connect("alice");
        FakePeer anonymous = harness.connect();
        journal.drain();
        harness.connect().publish("elsewhere", 0);
        for (int i = 0; i < 100 && !(named.isPaused() && anonymous.isPaused()); i++) {
            named.subscribe("topic" + i);
            anonymous.subscribe("topic" + i);
        }
        assertThat(named.isPaused()).isTrue();
        assertThat(anonymous.isPaused()).isTrue();

        for (int i = 0; i < 30; i++) {
            journal.drain();
            harness.singleTurn();
        }
        assertThat(named.isPaused()).isFalse();
        assertThat(anonymous.isPaused()).isFalse();
        assertThat(named.received(Message.Response.class)).hasSameSizeAs(anonymous.received(Message.Response.class));
    }

    @Test
    void heldBack_thenNamed_isGreetedWhenItIsReadFromAgain() {
        FakePeer peer = harness.connect();
        publishUntilPaused(peer);
        MessageId identity = peer.identify("alice");
        MessageId reactive = peer.reactive();
        harness.advance(Duration.ofSeconds(2));
        assertThat(peer.answerTo(identity).status()).isEqualTo(Status.SUCCESS);
        for (int i = 0; i < 5; i++) {
            journal.drain();
            harness.singleTurn();
        }

        assertThat(peer.answerTo(reactive).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.isPaused()).isFalse();
    }

    @Test
    void slowAcknowledger_withALongBacklog_costsFewReads() {
        FakePeer publisher = harness.connect();
        for (int i = 0; i < 4000; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
            journal.drain();
        }
        harness.turn();
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        peer.reactive();
        journal.drain();
        for (int i = 0; i < 4000; i++) {
            peer.ack(peer.publishes().get(i).requireId());
            journal.drain();
        }

        assertThat(journal.readsAsked()).isLessThan(100);
    }

    @Test
    void heldBack_goesMeanwhile_isForgotten() {
        FakePeer publisher = harness.connect();
        publishUntilPaused(publisher);
        publisher.drop();
        journal.drain();
        harness.advance(Duration.ofSeconds(5));

        assertThat(publisher.isPaused()).isTrue();
        assertThat(harness.router().isQuiet()).isTrue();
    }

    @Test
    void slowSubscriber_losesQos0ButNothingElse() {
        FakePeer slow = harness.connect("slow");
        FakePeer quick = harness.connect("quick");
        for (FakePeer peer : List.of(slow, quick)) {
            peer.subscribe("topic");
            peer.reactive();
            journal.drain();
        }
        FakePeer publisher = harness.connect();
        slow.setRoom(1);
        publisher.publish("topic", 1);
        publisher.publish("topic", "lost");
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        journal.drain();
        assertThat(slow.values()).containsExactly(1L);
        assertThat(quick.values()).containsExactly(1L, "lost", 2L);
        assertThat(harness.dropped(DropReason.SLOW_SUBSCRIBER)).isEqualTo(1);

        slow.writeOut(10);
        journal.drain();
        assertThat(slow.values()).containsExactly(1L, 2L);
    }

    @Test
    void operatorIsTold_subscriberSlow_everyTenSecondsAndAtTheEnd() {
        FakePeer slow = harness.connect("slow");
        slow.subscribe("topic");
        slow.reactive();
        journal.drain();
        FakePeer publisher = harness.connect();
        for (int lost : List.of(2, 1, 1)) {
            slow.setRoom(0);
            for (int i = 0; i < lost; i++) {
                publisher.publish("topic", i);
            }
            journal.drain();
            slow.writeOut(10);
            harness.advance(Duration.ofSeconds(6));
        }
        slow.setRoom(0);
        publisher.publish("topic", "last");
        journal.drain();
        slow.drop();

        assertThat(harness.notices().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("too slow slow ("))
                .extracting(line -> line.substring(line.indexOf("): ")))
                .containsExactly("): slow_subscriber 1", "): slow_subscriber 3", "): slow_subscriber 1");
    }

    @Test
    void slowSubscriberThatReplays_losesNothing() {
        FakePeer slow = harness.connect("slow");
        slow.subscribe("topic", ALL);
        slow.reactive();
        journal.drain();
        FakePeer publisher = harness.connect();
        List<@Nullable Object> expected = new ArrayList<>();
        slow.setRoom(1);
        for (long i = 0; i < 50; i++) {
            publisher.publish("topic", i);
            expected.add(i);
            journal.drain();
        }
        for (int i = 0; i < 50; i++) {
            slow.writeOut(1);
            journal.drain();
        }

        assertThat(slow.values()).isEqualTo(expected);
        assertThat(harness.dropped(DropReason.SLOW_SUBSCRIBER)).isZero();
    }

    @Test
    void behind_outputFullAtEveryPlace_isAlwaysResumed() {
        for (int room = 0; room < 12; room++) {
            FakePeer peer = harness.connect("peer" + room);
            peer.setup(List.of("topic"), List.of());
            peer.subscribe("other", ALL);
            journal.drain();
            peer.received().clear();
            FakePeer publisher = harness.connect();
            peer.setRoom(room);
            for (int i = 0; i < 6; i++) {
                publisher.publish(QoS.AT_LEAST_ONCE, "topic", i);
                publisher.publish(QoS.AT_LEAST_ONCE, "other", i);
                journal.drain();
                harness.turn();
            }
            peer.writeOut(1000);
            journal.drain();

            assertThat(peer.publishes(publish -> publish.topic().equals("topic")))
                    .as("room %d", room)
                    .hasSize(6);
            peer.drop();
            journal.drain();
        }
    }

    @Test
    void journalDamaged_replayEndsThereAndSaysSoOnce() {
        FakePeer publisher = harness.connect();
        for (int i = 0; i < 3; i++) {
            publisher.publish("topic", i);
            journal.drain();
        }
        journal.damageFrom(journal.lastSequence());
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic", ALL);
        peer.reactive();
        journal.drain();
        publisher.publish("topic", "live");
        journal.drain();
        harness.turn();

        assertThat(peer.values()).hasSizeBetween(1, 2).startsWith(0L);
        assertThat(harness.notices().lines()).containsOnlyOnce("unreadable alice topic: it is damaged");
        assertThat(journal.pendingReads()).isZero();
    }
}
