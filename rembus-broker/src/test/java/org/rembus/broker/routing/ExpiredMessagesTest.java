package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.QoS;

/** Messages that the journal still has and that are no longer to be kept. */
final class ExpiredMessagesTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().maxInflight(4).build(), journal);

    private FakePeer connect(String name) {
        FakePeer peer = harness.connect();
        peer.identify(name);
        journal.drain();
        return peer;
    }

    private void publish(int from, int to) {
        FakePeer publisher = harness.connect();
        IntStream.range(from, to).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, "topic", i));
        journal.drain();
    }

    private void subscribe(FakePeer peer, Object msgFrom) {
        peer.subscribe("topic", msgFrom);
        peer.reactive();
        journal.drain();
    }

    @Test
    void expired_whileAway_areNotDeliveredButCountedOnceAndTold() {
        FakePeer alice = connect("alice");
        subscribe(alice, ALL);
        publish(0, 1);
        alice.ack(alice.publishes().getFirst().requireId());
        alice.drop();
        journal.drain();
        publish(1, 4);
        journal.expireThrough(journal.lastSequence());
        publish(4, 10);

        FakePeer again = connect("alice").habit(FakePeer.Habit.ACKNOWLEDGES);
        again.reactive();
        journal.drain();
        for (int i = 0; i < 10; i++) {
            harness.singleTurn();
            journal.drain();
        }
        assertThat(again.values()).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(harness.dropped(DropReason.OVERTAKEN)).isEqualTo(3);
        assertThat(harness.notices().lines()).containsExactly("overtaken alice topic: 3");
    }

    @Test
    void expired_beforeTheFirstSubscribe_areNoNews() {
        publish(0, 3);
        journal.expireThrough(journal.lastSequence());
        publish(3, 4);
        FakePeer alice = connect("alice");
        subscribe(alice, ALL);

        assertThat(alice.values()).containsExactly(3L);
        assertThat(harness.dropped(DropReason.OVERTAKEN)).isZero();
    }
}
