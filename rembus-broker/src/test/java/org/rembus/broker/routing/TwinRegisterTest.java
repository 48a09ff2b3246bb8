package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Which names are remembered, and from when on: peers make up as many as they like. */
final class TwinRegisterTest {
    private static final int MAX_KNOWN = 5;

    private final MemoryTwinStore store = new MemoryTwinStore();
    private final MemoryJournal journal = new MemoryJournal(store, 99, 1 << 26);
    private final RouterHarness harness = restarted();

    private RouterHarness restarted() {
        return RouterHarness.start(
                RouterHarness.options().maxKnownNames(MAX_KNOWN).build(), journal, store);
    }

    private List<String> stored() {
        List<String> names = new ArrayList<>();
        store.forEach(twin -> names.add(twin.rid()));
        return names;
    }

    private Status callTarget(String name) {
        FakePeer caller = harness.connect();
        MessageId id = caller.callTarget(name, "anything");
        Status status = caller.answerTo(id).status();
        caller.drop();
        return status;
    }

    @Test
    void nothingIsStored_componentThatLeavesNothingBehind() {
        FakePeer peer = harness.connect("alice");
        peer.reactive();
        peer.publish("topic", 1);
        peer.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        peer.call("nothing");
        peer.unsubscribe("topic");
        peer.admin("service", "unexpose");
        peer.notReactive();
        harness.turn();
        peer.drop();
        harness.turn();

        assertThat(stored()).isEmpty();
        assertThat(callTarget("alice")).isEqualTo(Status.TARGET_DOWN);
    }

    @Test
    void isStored_componentThatLeavesSomethingBehind() {
        harness.connect("subscriber").subscribe("topic");
        harness.connect("exposer").expose("service");
        harness.connect("publisher").publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();

        assertThat(stored()).containsExactlyInAnyOrder("subscriber", "exposer", "publisher");
    }

    @Test
    void areForgotten_namesThatHaveNotBeenHereForLongest() {
        harness.connect("subscriber").subscribe("topic");
        for (int i = 0; i < 2 * MAX_KNOWN; i++) {
            harness.connect("name" + i).drop();
            harness.connect("again").drop();
        }
        harness.turn();

        assertThat(callTarget("name0")).isEqualTo(Status.TARGET_NOT_FOUND);
        assertThat(callTarget("name" + (2 * MAX_KNOWN - 1))).isEqualTo(Status.TARGET_DOWN);
        assertThat(callTarget("again")).isEqualTo(Status.TARGET_DOWN);
        assertThat(stored()).containsExactly("subscriber");
    }

    @Test
    void isNotForgotten_nameOfWhichSomethingIsStored() {
        FakePeer subscriber = harness.connect("subscriber");
        subscriber.subscribe("topic");
        harness.turn();
        subscriber.drop();
        for (int i = 0; i < 2 * MAX_KNOWN; i++) {
            harness.connect("name" + i).drop();
        }
        harness.turn();

        assertThat(callTarget("subscriber")).isEqualTo(Status.TARGET_DOWN);
    }

    @Test
    void reactiveBeforeItsFirstSubscription_brokerCrashes_losesNothing() {
        FakePeer peer = harness.connect("alice");
        peer.reactive();
        harness.turn();
        assertThat(stored()).isEmpty();
        peer.subscribe("topic");
        harness.turn();
        harness.connect().publish(QoS.AT_LEAST_ONCE, "topic", "unacknowledged");
        harness.turn();
        assertThat(peer.values()).containsExactly("unacknowledged");

        RouterHarness next = restarted();
        next.connect().publish(QoS.AT_LEAST_ONCE, "topic", "while away");
        next.turn();
        FakePeer back = next.connect("alice");
        back.reactive();
        next.turn();
        assertThat(back.values()).containsExactly("unacknowledged");
    }

    @Test
    void commandsInOneGo_reactiveFirst_takeEffectInTheirOrder() {
        SteppedJournal slow = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), slow);
        FakePeer peer = stepped.connect("alice");
        MessageId reactive = peer.reactive();
        MessageId subscribed = peer.subscribe("topic");
        MessageId off = peer.notReactive();
        MessageId on = peer.reactive();
        slow.drain();
        stepped.connect().publish(QoS.AT_LEAST_ONCE, "topic", 1);
        slow.drain();

        assertThat(peer.received(Message.Response.class))
                .extracting(Message.Response::id)
                .containsExactly(reactive, subscribed, off, on);
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void notStored_isToldAgainWithTheNextThing() {
        SteppedJournal failing = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer peer = stepped.connect("alice");
        peer.reactive();
        failing.drain();
        MessageId lost = peer.subscribe("topic");
        failing.lose(failing.pending());
        assertThat(peer.answerTo(lost).status()).isEqualTo(Status.ERROR);
        peer.subscribe("topic");
        failing.drain();
        stepped.connect().publish(QoS.AT_LEAST_ONCE, "topic", "unacknowledged");
        failing.drain();

        RouterHarness next = RouterHarness.start(RouterHarness.options().build(), failing, failing.store());
        FakePeer back = next.connect("alice");
        back.reactive();
        failing.drain();
        assertThat(back.values()).containsExactly("unacknowledged");
    }

    @Test
    void notStored_whatComesAfterItIs_isToldAgainBeforeThatCounts() {
        SteppedJournal failing = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer peer = stepped.connect("alice");
        peer.reactive();
        failing.drain();
        MessageId subscribed = peer.subscribe("topic");
        failing.lose(failing.pending() - 1);
        failing.drain();
        assertThat(peer.answerTo(subscribed).status()).isEqualTo(Status.SUCCESS);
        stepped.connect().publish(QoS.AT_LEAST_ONCE, "topic", "unacknowledged");
        failing.drain();
        assertThat(peer.values()).containsExactly("unacknowledged");
        failing.crash();

        RouterHarness next = RouterHarness.start(RouterHarness.options().build(), failing);
        FakePeer back = next.connect("alice");
        back.reactive();
        failing.drain();
        assertThat(back.values()).containsExactly("unacknowledged");
    }

    @Test
    void componentComesBackWhileItsPublishIsBeingStored_hearsOfItOnce() {
        SteppedJournal slow = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), slow);
        FakePeer first = stepped.connect("alice");
        slow.drain();
        MessageId id = first.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        first.drop();
        FakePeer second = stepped.connect("alice");
        int pending = slow.pending();
        second.publish(PublishFlags.QOS1, id, "topic", 1);
        assertThat(slow.pending()).as("it is the same message").isEqualTo(pending);
        slow.drain();

        assertThat(second.acks()).containsExactly(id);
    }
}
