package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.client.ManualClock;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;

final class SendWindowTest {
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);
    private static final Failure LOST = new Failure.Lost(Failure.Absence.CLOSED);
    private static final Failure UNSENT = new Failure.NotConnected(Failure.Absence.CLOSED, null);

    private final ManualClock clock = new ManualClock();
    private final RecordedLink link = new RecordedLink();
    private final SendWindow window = new SendWindow(2, ACK_TIMEOUT.toNanos(), 3);

    @Test
    void publishIsDone_acknowledged_once() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);

        window.onAck(id(1), now());
        window.onAck(id(1), now());

        assertThat(done.isSuccess()).isTrue();
        assertThat(link.sent).hasSize(1);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void ack2IsSent_exactlyOnceAcknowledged_onlyOnce() {
        publish(1, QoS.EXACTLY_ONCE);

        window.onAck(id(1), now());
        window.onAck(id(1), now());

        assertThat(link.sent).hasSize(2).last().isEqualTo(new Message.Ack2(id(1)));
    }

    @Test
    void sameBytesAreSentAgain_noAckInTime_asOftenAsAllowed() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);

        for (int retry = 1; retry <= 3; retry++) {
            clock.advance(ACK_TIMEOUT.minusNanos(1));
            window.resendDue(now());
            assertThat(link.sent).hasSize(retry);
            clock.advance(Duration.ofNanos(1));
            assertThat(window.resendDue(now())).isEqualTo(now() + ACK_TIMEOUT.toNanos());
            assertThat(link.bytes).hasSize(retry + 1);
        }
        assertThat(link.bytes).allMatch(bytes -> java.util.Arrays.equals(bytes, link.bytes.getFirst()));
        assertThat(done.isOpen()).isTrue();

        clock.advance(ACK_TIMEOUT);
        window.resendDue(now());

        assertThat(link.sent).hasSize(4);
        assertThat(done.failure()).isEqualTo(new Failure.TimedOut(ACK_TIMEOUT.multipliedBy(4)));
    }

    @Test
    void publishWaits_windowFull_untilOneIsAcknowledged() {
        publish(1, QoS.AT_LEAST_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        publish(3, QoS.AT_LEAST_ONCE);
        assertThat(ids()).containsExactly(id(1), id(2));

        window.onAck(id(2), now());

        assertThat(ids()).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void publishWaits_tooManyBytesOnTheWire_butOneOfAnySizeGoesOut() {
        publishBytes(1, 20 << 20);
        publishBytes(2, 1);
        assertThat(ids()).containsExactly(id(1));

        window.onAck(id(1), now());

        assertThat(ids()).containsExactly(id(1), id(2));
    }

    @Test
    void publishIsRefused_tooManyBytesWait_andTakenOnceThereIsRoom() {
        publishBytes(1, 20 << 20);
        publishBytes(2, 40 << 20);
        RecordedCompletion refused = publishBytes(3, 40 << 20);
        assertThat(refused.failure()).isEqualTo(new Failure.Overloaded());

        window.onAck(id(1), now());

        assertThat(publishBytes(4, 40 << 20).isOpen()).isTrue();
        assertThat(ids()).containsExactly(id(1), id(2));
    }

    @Test
    void nothingIsAdded_connectionDoesNotTakeWhatWasSent_butTheTimePasses() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);
        link.isBlocked = true;

        for (int i = 0; i < 4; i++) {
            assertThat(done.isOpen()).isTrue();
            clock.advance(ACK_TIMEOUT);
            window.resendDue(now());
        }

        assertThat(link.sent).hasSize(1);
        assertThat(done.failure()).isEqualTo(new Failure.TimedOut(ACK_TIMEOUT.multipliedBy(4)));
    }

    @Test
    void publishFails_brokerRefusesIt_andTheNextGoesOut() {
        RecordedCompletion refused = publish(1, QoS.AT_LEAST_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        publish(3, QoS.AT_LEAST_ONCE);

        window.onRefused(id(1), UNSENT, now());

        assertThat(refused.failure()).isEqualTo(UNSENT);
        assertThat(ids()).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void everythingUnacknowledgedIsSentAgain_newConnection_inOrderAndWithTheWholeCount() {
        publish(1, QoS.AT_LEAST_ONCE);
        publish(2, QoS.EXACTLY_ONCE);
        publish(3, QoS.AT_LEAST_ONCE);
        clock.advance(ACK_TIMEOUT);
        window.resendDue(now());
        window.onDisconnected();
        clock.advance(ACK_TIMEOUT.multipliedBy(10));
        assertThat(window.resendDue(now())).isEqualTo(Long.MAX_VALUE);

        RecordedLink next = new RecordedLink();
        window.onConnected(next, now());

        assertThat(next.sent)
                .extracting(message -> ((Message.Publish) message).requireId())
                .containsExactly(id(1), id(2));
        for (int retry = 1; retry <= 3; retry++) {
            clock.advance(ACK_TIMEOUT);
            window.resendDue(now());
        }
        assertThat(next.sent).hasSize(8);
    }

    @Test
    void roomIsMade_callerGaveUp_forWhatWaits() {
        RecordedCompletion abandoned = publish(1, QoS.AT_LEAST_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        publish(3, QoS.AT_LEAST_ONCE);
        abandoned.isAbandoned = true;

        window.resendDue(now());

        assertThat(ids()).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void allFail_givenUp_theSentAsLostAndTheOthersAsUnsent() {
        RecordedCompletion sent = publish(1, QoS.AT_LEAST_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        RecordedCompletion waiting = publish(3, QoS.AT_LEAST_ONCE);

        window.failAll(LOST, UNSENT);

        assertThat(sent.failure()).isEqualTo(LOST);
        assertThat(waiting.failure()).isEqualTo(UNSENT);
        assertThat(window.isEmpty()).isTrue();
    }

    private RecordedCompletion publish(long number, QoS qos) {
        return publish(number, qos, Payload.NO_ARGUMENTS);
    }

    private RecordedCompletion publishBytes(long number, int bytes) {
        return publish(number, QoS.AT_LEAST_ONCE, Payload.of(new byte[bytes]));
    }

    private RecordedCompletion publish(long number, QoS qos, Payload data) {
        if (link.sent.isEmpty() && window.isEmpty()) {
            window.onConnected(link, now());
        }
        RecordedCompletion completion = new RecordedCompletion();
        byte[] message = MessageEncoder.encode(new Message.Publish(PublishFlags.of(qos, false), id(number), "t", data));
        window.add(new Operation.Assured(message, id(number), qos, Long.MAX_VALUE, completion), now());
        return completion;
    }

    private List<MessageId> ids() {
        return link.sent.stream()
                .map(message -> ((Message.Publish) message).requireId())
                .toList();
    }

    private static MessageId id(long number) {
        return MessageId.of(number, 8);
    }

    private long now() {
        return clock.getAsLong();
    }
}
