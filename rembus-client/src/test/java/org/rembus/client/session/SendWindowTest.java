package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rembus.client.ManualClock;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.cbor.MessageEncoder;

final class SendWindowTest {
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock();
    private final RecordedLink link = new RecordedLink();
    private final SendWindow window = new SendWindow(2, ACK_TIMEOUT.toNanos(), 3);

    @Test
    void sameBytesAreSentAgain_noAckInTime_asOftenAsAllowed() {
        send(1);

        for (int retry = 1; retry <= 3; retry++) {
            clock.advance(ACK_TIMEOUT.minusNanos(1));
            assertThat(resend()).isEmpty();
            assertThat(link.sent).hasSize(retry);
            clock.advance(Duration.ofNanos(1));
            assertThat(resend()).isEmpty();
            assertThat(window.nextDueNs()).isEqualTo(now() + ACK_TIMEOUT.toNanos());
            assertThat(link.bytes).hasSize(retry + 1);
        }
        assertThat(link.bytes).allMatch(bytes -> Arrays.equals(bytes, link.bytes.getFirst()));

        clock.advance(ACK_TIMEOUT);
        assertThat(resend()).singleElement().satisfies(sent -> {
            assertThat(sent.kept().id()).isEqualTo(id(1));
            assertThat(now() - sent.firstSentNs())
                    .isEqualTo(ACK_TIMEOUT.multipliedBy(4).toNanos());
        });
        assertThat(link.sent).hasSize(4);
    }

    @Test
    void roomIsThere_upToTheBoundAndWhenOneIsRemoved() {
        send(1);
        assertThat(window.hasRoom(10)).isTrue();
        send(2);
        assertThat(window.hasRoom(10)).isFalse();

        assertThat(window.remove(id(1))).isNotNull();
        assertThat(window.remove(id(1))).isNull();
        assertThat(window.hasRoom(10)).isTrue();
        assertThat(window.contains(id(2))).isTrue();
    }

    @Test
    void roomIsBounded_inBytes_butOneOfAnySizeHasRoom() {
        assertThat(window.hasRoom(20 << 20)).isTrue();
        send(1);
        assertThat(window.hasRoom(15 << 20)).isTrue();
        assertThat(window.hasRoom(16 << 20)).isFalse();
    }

    @Test
    void nothingIsAdded_connectionDoesNotTakeWhatWasSent_butTheTimePasses() {
        send(1);
        link.isBlocked = true;
        for (int retry = 1; retry <= 3; retry++) {
            clock.advance(ACK_TIMEOUT);
            assertThat(resend()).isEmpty();
        }
        clock.advance(ACK_TIMEOUT);

        assertThat(resend()).hasSize(1);
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void everythingIsSentAgain_newConnection_inOrderAndWithTheWholeCount() {
        send(1);
        send(2);
        clock.advance(ACK_TIMEOUT);
        resend();

        RecordedLink next = new RecordedLink();
        window.sendAllAgain(next, now());
        assertThat(ids(next)).containsExactly(id(1), id(2));
        for (int retry = 1; retry <= 3; retry++) {
            clock.advance(ACK_TIMEOUT);
            assertThat(window.resendDue(next, now())).isEmpty();
        }
        assertThat(next.sent).hasSize(8);
    }

    @Test
    void nothingIsSentAgain_setAside_butOnceOnEachConnection() {
        send(1);
        send(2);
        window.setAside(sent(1));
        window.setAside(sent(1));
        assertThat(window.hasRoom(10)).isTrue();
        assertThat(window.isEmpty()).isFalse();
        window.remove(id(2));
        assertThat(window.isEmpty()).isTrue();
        clock.advance(ACK_TIMEOUT.multipliedBy(100));
        assertThat(resend()).isEmpty();
        assertThat(window.nextDueNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(link.sent).hasSize(2);

        RecordedLink next = new RecordedLink();
        window.sendAllAgain(next, now());
        clock.advance(ACK_TIMEOUT);
        assertThat(window.resendDue(next, now())).isEmpty();
        assertThat(ids(next)).containsExactly(id(1));

        window.remove(id(1));
        send(3);
        assertThat(window.hasRoom(10)).isTrue();
        send(4);
        assertThat(window.hasRoom(10)).isFalse();
    }

    @Test
    void refusedForNow_isSentAgainAfterPausesThatDouble_withoutEnd() {
        send(1);
        Duration pause = ACK_TIMEOUT;
        for (int refusal = 0; refusal < 20; refusal++) {
            window.onRefused(sent(1), now());
            clock.advance(pause.minusNanos(1));
            assertThat(resend()).isEmpty();
            assertThat(link.sent).hasSize(refusal + 1);
            clock.advance(Duration.ofNanos(1));
            assertThat(resend()).isEmpty();
            assertThat(link.sent).hasSize(refusal + 2);
            pause = refusal < 5 ? pause.multipliedBy(2) : pause;
        }
    }

    private SendWindow.Sent sent(long number) {
        return Objects.requireNonNull(window.get(id(number)));
    }

    private List<SendWindow.Sent> resend() {
        return window.resendDue(link, now());
    }

    private void send(long number) {
        byte[] message =
                MessageEncoder.encode(new Message.Publish(PublishFlags.QOS1, id(number), "t", Payload.NO_ARGUMENTS));
        window.send(new Kept(number, id(number), PublishFlags.QOS1.qos(), message, null), link, now());
    }

    private static List<MessageId> ids(RecordedLink link) {
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
