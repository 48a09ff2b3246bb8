package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.client.session.Inbox.Verdict.DELIVER;
import static org.rembus.client.session.Inbox.Verdict.HANDLED;
import static org.rembus.client.session.Inbox.Verdict.IN_PROGRESS;
import static org.rembus.protocol.QoS.AT_LEAST_ONCE;
import static org.rembus.protocol.QoS.EXACTLY_ONCE;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rembus.client.ManualClock;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

final class InboxTest {
    private static final MessageId ID = MessageId.of(1, 8);

    private final ManualClock clock = new ManualClock();
    private final Inbox inbox = new Inbox();

    @Test
    void duplicateIsIgnored_handlerAtWork_whateverTheLevel() {
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(IN_PROGRESS);
    }

    @Test
    void duplicateIsDelivered_atLeastOnceAcknowledged_again() {
        handled(ID, "t", AT_LEAST_ONCE, true);

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void duplicateIsAcknowledged_atLeastOnceButAckCouldNotBeSent_once() {
        handled(ID, "t", AT_LEAST_ONCE, false);

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(HANDLED);
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void duplicateIsAcknowledged_handledOnTheNextConnectionBeforeItCameThere_once() {
        inbox.onPublish(ID, "t");
        inbox.onConnected();
        inbox.onHandled(ID, "t", AT_LEAST_ONCE, true, clock.getAsLong());

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(HANDLED);
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void duplicateIsDelivered_acknowledgedOnTheNextConnectionAfterItCameThere_again() {
        inbox.onPublish(ID, "t");
        inbox.onConnected();
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(IN_PROGRESS);
        inbox.onHandled(ID, "t", AT_LEAST_ONCE, true, clock.getAsLong());

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void duplicateIsAcknowledged_exactlyOnce_untilAck2() {
        handled(ID, "t", EXACTLY_ONCE, true);
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(HANDLED);
        assertThat(inbox.onPublish(ID, "t")).isEqualTo(HANDLED);

        inbox.onAck2(ID);

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void copiesAreTwoMessages_sameIdForTwoSubscriptions_eachDelivered() {
        assertThat(inbox.onPublish(ID, "a/b")).isEqualTo(DELIVER);
        assertThat(inbox.onPublish(ID, "a/*")).isEqualTo(DELIVER);
        inbox.onHandled(ID, "a/b", EXACTLY_ONCE, true, clock.getAsLong());

        assertThat(inbox.onPublish(ID, "a/b")).isEqualTo(HANDLED);
        assertThat(inbox.onPublish(ID, "a/*")).isEqualTo(IN_PROGRESS);
    }

    @Test
    void rejectedMessageIsNew_comesAgain_delivered() {
        inbox.onPublish(ID, "t");
        inbox.onRejected(ID, "t");

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
    }

    @Test
    void idIsForgotten_ack2NeverCame_afterADay() {
        handled(ID, "t", EXACTLY_ONCE, true);
        clock.advance(Duration.ofHours(24));
        handled(MessageId.of(2, 8), "t", EXACTLY_ONCE, true);

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
        assertThat(inbox.onPublish(MessageId.of(2, 8), "t")).isEqualTo(HANDLED);
    }

    @Test
    void oldestIdIsForgotten_tenThousandRemembered_forTheNext() {
        for (int i = 1; i <= 10_001; i++) {
            handled(MessageId.of(i, 8), "t", EXACTLY_ONCE, true);
        }

        assertThat(inbox.onPublish(ID, "t")).isEqualTo(DELIVER);
        assertThat(inbox.onPublish(MessageId.of(2, 8), "t")).isEqualTo(HANDLED);
    }

    private void handled(MessageId id, String topic, QoS qos, boolean acknowledged) {
        inbox.onPublish(id, topic);
        inbox.onHandled(id, topic, qos, acknowledged, clock.getAsLong());
    }
}
