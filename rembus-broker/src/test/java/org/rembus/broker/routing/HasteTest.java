package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.protocol.QoS;

/** When the journal is told that somebody waits for it: else it may take its time. */
final class HasteTest {
    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().build(), journal);
    private final FakePeer publisher = harness.connect();
    private final FakePeer named = harness.connect("alice");

    @BeforeEach
    void settle() {
        journal.drain();
        harness.turn();
        journal.drain();
        journal.takeHastened();
    }

    @Test
    void publish_qos0_nobodyWaits() {
        publisher.publish("topic", 1);
        harness.singleTurn();

        assertThat(journal.pending()).isEqualTo(1);
        assertThat(journal.takeHastened()).isFalse();
    }

    @Test
    void publish_qos1_thePublisherWaits() {
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);

        assertThat(journal.takeHastened()).isTrue();
    }

    @Test
    void publish_qos0BehindAnUnacknowledgedOne_theSubscribersWait() {
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        journal.takeHastened();
        publisher.publish("topic", 2);

        assertThat(journal.takeHastened()).isTrue();
    }

    @Test
    void command_ofANamedComponent_itWaits() {
        named.subscribe("topic");

        assertThat(journal.takeHastened()).isTrue();
    }

    @Test
    void command_ofAnAnonymousComponent_itWaitsForWhatIsUnderWay() {
        publisher.publish("topic", 1);
        assertThat(journal.takeHastened()).isFalse();
        publisher.subscribe("topic");

        assertThat(journal.takeHastened()).isTrue();
    }
}
