package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Whether it is a broker that listens there, before anything is given to it. */
final class GreetingTest {
    private final SessionHarness nobody = SessionHarness.anonymous();

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"SUCCESS", "METHOD_NOT_FOUND", "ERROR"})
    void anonymousIsReady_versionIsAnswered_whateverTheAnswer(Status status) {
        nobody.session.open();
        RecordedLink link = nobody.connected();
        RecordedCompletion publish = nobody.publish(1, QoS.AT_MOST_ONCE);

        Message.Rpc question = link.next(Message.Rpc.class);
        assertThat(question.topic()).isEqualTo("version");
        assertThat(question.target()).isNull();
        assertThat(link.hasNext()).isFalse();
        assertThat(publish.isOpen()).isTrue();
        nobody.session.onMessage(new Message.Response(question.id(), status, Payload.of("text")));

        assertThat(nobody.events).containsExactly("connect", "ready");
        assertThat(link.next(Message.Publish.class).topic()).isEqualTo("t");
        assertThat(link.hasNext()).isFalse();
    }

    @Test
    void anonymousIsReadyAtOnce_handshakeShowedABroker() {
        nobody.session.open();
        RecordedLink link = nobody.connected(Extensions.of(Extension.EVENTS));

        assertThat(nobody.events).containsExactly("connect", "ready");
        assertThat(link.hasNext()).isFalse();
    }

    @Test
    void attemptFails_versionIsNotAnswered_andNothingElseWasSent() {
        nobody.session.open();
        RecordedLink link = nobody.connected();
        RecordedCompletion publish = nobody.publish(1, QoS.AT_LEAST_ONCE);
        nobody.pass(Duration.ofSeconds(10));

        assertThat(nobody.events).containsExactly("connect", "closed CLOSED");
        assertThat(why()).isEqualTo("what listens there does not answer as a Rembus broker does");
        assertThat(link.closeCode).isEqualTo(1000);
        assertThat(link.sent).hasSize(1);
        assertThat(publish.failure()).isInstanceOf(Failure.NotConnected.class);
    }

    @Test
    void attemptFails_identityIsNotAnswered_asForAnAnonymousOne() {
        SessionHarness alice = SessionHarness.named(SessionConfig.Offline.WAIT);
        alice.session.open();
        alice.connected();
        alice.pass(SessionHarness.REQUEST_TIMEOUT);

        assertThat(alice.lastFailure).isInstanceOf(Failure.NotConnected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1006, , the connection was closed before a Rembus broker answered",
        "1006, no frame begins with 0x48, no frame begins with 0x48",
        "1001, , close code 1001",
        "1001, going away, going away (close code 1001)",
    })
    void attemptFails_connectionEnds_withTheReasonThatWasGiven(int code, String reason, String why) {
        nobody.session.open();
        nobody.connected();
        nobody.lose(code, reason == null ? "" : reason);

        assertThat(why()).isEqualTo(why);
    }

    @Test
    void attemptIsRefused_brokerDemandsAuthentication() {
        nobody.session.open();
        RecordedLink link = nobody.connected();
        nobody.session.onMessage(new Message.Response(
                MessageId.ofHex("efbeadde78563412"), Status.CHALLENGE, Payload.of(new byte[] {1})));

        assertThat(nobody.lastFailure)
                .isInstanceOfSatisfying(
                        Failure.Answered.class,
                        answer -> assertThat(answer.status()).isEqualTo(Status.CHALLENGE));
        assertThat(link.closeCode).isEqualTo(1000);
    }

    private String why() {
        return nobody.lastFailure instanceof Failure.NotConnected failure && failure.cause() != null
                ? String.valueOf(failure.cause().getMessage())
                : "something else: " + nobody.lastFailure;
    }
}
