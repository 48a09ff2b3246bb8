package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.client.session.Failure.Absence;
import org.rembus.client.session.SessionConfig.Offline;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** The end of a connection, and the next one. */
final class SessionReconnectTest {
    private final SessionHarness alice = SessionHarness.named(Offline.WAIT);

    @Test
    void sessionIsClosed_firstAttemptFails_withTheCause() {
        alice.session.open();
        alice.refuseConnection();

        assertThat(alice.events).containsExactly("connect", "closed CLOSED");
        assertThat(alice.lastFailure)
                .isInstanceOfSatisfying(
                        Failure.NotConnected.class,
                        failure -> assertThat(failure.cause()).isInstanceOf(ConnectException.class));
    }

    @Test
    void sessionIsClosed_firstIdentityRefused_withTheAnswer() {
        alice.session.open();
        alice.connected();
        alice.refuseNext(Status.ERROR, "already connected");

        assertThat(alice.lastFailure).isEqualTo(new Failure.Answered(Status.ERROR, Payload.of("already connected")));
        assertThat(alice.link().closeCode).isEqualTo(1000);
    }

    @Test
    void sessionTriesAgain_firstAttemptFailsAndThatIsAllowed_untilItWorks() {
        SessionHarness stubborn = SessionHarness.stubborn();
        stubborn.session.open();
        stubborn.refuseConnection();
        RecordedCompletion call = stubborn.rpc(1);
        stubborn.awaitAttempt();
        stubborn.connected();
        stubborn.answerNext();

        assertThat(stubborn.events).containsExactly("connect", "failed", "connect", "ready");
        assertThat(stubborn.link().next(Message.Rpc.class).topic()).isEqualTo("svc");
        assertThat(call.isOpen()).isTrue();
    }

    @Test
    void pausesGrow_attemptsFail_andOneGoodConnectionMakesThemShortAgain() {
        alice.ready();
        alice.pass(Duration.ofSeconds(11));
        alice.lose();
        for (int i = 0; i < 12; i++) {
            alice.awaitAttempt();
            alice.refuseConnection();
        }
        assertThat(alice.lastPause).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));

        alice.awaitAttempt();
        alice.connected();
        alice.answerNext();
        alice.pass(Duration.ofSeconds(11));
        alice.lose();
        alice.awaitAttempt();
        alice.refuseConnection();

        assertThat(alice.lastPause).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void attemptIsRepeated_identityRefusedWhileReconnecting_afterAPause() {
        alice.ready();
        alice.lose();
        alice.awaitAttempt();
        alice.connected();
        alice.refuseNext(Status.ERROR, "already connected");
        alice.awaitAttempt();
        alice.connected();
        alice.answerNext();

        assertThat(alice.events)
                .containsExactly("connect", "ready", "lost", "connect", "failed", "connect", "ready again");
    }

    @Test
    void attemptIsRepeated_identityNotAnswered_afterTheTimeout() {
        alice.ready();
        alice.lose();
        alice.awaitAttempt();
        RecordedLink silent = alice.connected();
        alice.pass(SessionHarness.REQUEST_TIMEOUT);

        assertThat(silent.closeCode).isEqualTo(1000);
        assertThat(alice.events).contains("failed");
    }

    @Test
    void sessionStaysAway_overwritten_andFailsEverything() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);

        alice.session.onDisconnected(alice.link(), 4000, "overwritten");

        assertThat(call.failure()).isEqualTo(new Failure.Lost(Absence.OVERWRITTEN));
        assertThat(alice.rpc(2).failure()).isEqualTo(new Failure.NotConnected(Absence.OVERWRITTEN, null));
        assertThat(alice.session.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(alice.events).containsExactly("connect", "ready", "closed OVERWRITTEN");
    }

    @Test
    void connectionIsLeft_brokerSilentAfterPing_andTriedAgain() {
        alice.ready();
        alice.pass(Duration.ofSeconds(30));
        assertThat(alice.link().pings).isEqualTo(1);
        alice.session.onHeard();
        alice.pass(Duration.ofSeconds(30));
        assertThat(alice.link().pings).isEqualTo(2);
        assertThat(alice.events).doesNotContain("lost");

        alice.pass(Duration.ofSeconds(20));

        assertThat(alice.events).contains("lost");
    }

    @Test
    void longestPublishFails_brokerRefusedItsLength_andOthersAreSentAgain() {
        alice.ready();
        RecordedCompletion small = alice.publish(1, QoS.AT_LEAST_ONCE);
        RecordedCompletion large = alice.publish(Long.MAX_VALUE, QoS.AT_LEAST_ONCE);
        int length = alice.link().longestSentBytes();

        alice.session.onDisconnected(alice.link(), 1009, "too long");

        assertThat(large.failure()).isEqualTo(new Failure.TooLong(length));
        assertThat(small.isOpen()).isTrue();
        alice.awaitAttempt();
        alice.connected();
        alice.answerNext();
        assertThat(alice.link().next(Message.Publish.class).requireId()).isEqualTo(MessageId.of(1, 8));
        assertThat(alice.link().hasNext()).isFalse();
    }

    @Test
    void callFails_brokerRefusedItsLength_asTooLong() {
        SessionHarness nobody = SessionHarness.anonymous();
        nobody.session.open();
        nobody.connected(Extensions.of(Extension.EVENTS));
        RecordedCompletion call = nobody.rpc(1);

        nobody.lose(1009, "too long");

        assertThat(call.failure()).isInstanceOf(Failure.TooLong.class);
        assertThat(nobody.events).last().isEqualTo("lost");
    }

    @Test
    void attemptIsRepeatedOnce_brokerRefusedTheLengthOfTheGreeting() {
        alice.ready();
        alice.lose();
        alice.awaitAttempt();
        alice.connected();

        alice.session.onDisconnected(alice.link(), 1009, "too long");

        assertThat(alice.events).containsExactly("connect", "ready", "lost", "connect", "failed");
        assertThat(alice.lastFailure).isInstanceOf(Failure.TooLong.class);
    }

    @Test
    void subscriptionsAreRestored_onlyNow_bySetup() {
        alice.ready();
        alice.session.interest().onSubscribed("a", Bound.NOW);
        alice.session.interest().onExposed("svc");
        alice.session.interest().onReactive(true);
        reconnect();

        assertThat(alice.answeredCommands()).containsExactly("__config__ {cmd=setup, subscribers=[a], exposers=[svc]}");
        assertThat(alice.events).last().isEqualTo("ready again");
    }

    @Test
    void subscriptionsAreRestored_withBounds_eachWithItsOwnAndThenReactive() {
        alice.ready();
        alice.session.interest().onSubscribed("a", Bound.NOW);
        alice.session.interest().onSubscribed("b", Bound.LAST_RECEIVED);
        alice.session.interest().onSubscribed("c", new Bound(5));
        alice.session.interest().onExposed("svc");
        alice.session.interest().onReactive(true);
        alice.session.interest().onUnsubscribed("c");
        reconnect();

        assertThat(alice.answeredCommands())
                .containsExactly(
                        "a {cmd=subscribe, msg_from=0}",
                        "b {cmd=subscribe, msg_from=Infinity}",
                        "svc {cmd=expose}",
                        "__config__ {cmd=reactive, status=true}");
    }

    @Test
    void componentStaysUnreactive_itWasBefore_afterReconnecting() {
        alice.ready();
        alice.session.interest().onSubscribed("a", Bound.NOW);
        alice.session.interest().onExposed("svc");
        reconnect();

        assertThat(alice.answeredCommands()).containsExactly("a {cmd=subscribe, msg_from=0}", "svc {cmd=expose}");
    }

    @Test
    void setupIsRepeatedOneByOne_refused_andWhatIsRefusedAgainIsTold() {
        alice.ready();
        alice.session.interest().onSubscribed("secret", Bound.NOW);
        alice.session.interest().onExposed("svc");
        alice.session.interest().onReactive(true);
        reconnect();
        alice.refuseNext(Status.UNKNOWN_COMMAND, "");
        alice.refuseNext(Status.ERROR, "unauthorized");

        assertThat(alice.answeredCommands())
                .containsExactly("svc {cmd=expose}", "__config__ {cmd=reactive, status=true}");
        assertThat(alice.events).containsSubsequence("not restored secret", "ready again");
    }

    @Test
    void anonymousGoesBackToWhatItHeardLast_replayingSubscription_noFurther() {
        SessionHarness nobody = SessionHarness.anonymous().ready();
        nobody.session.interest().onSubscribed("all", Bound.LAST_RECEIVED);
        nobody.session
                .interest()
                .onSubscribed("second", new Bound(Duration.ofSeconds(1).toNanos()));
        nobody.session.interest().onSubscribed("now", Bound.NOW);
        nobody.session.interest().onReactive(true);
        nobody.session.onHeard();
        nobody.pass(Duration.ofSeconds(5));
        nobody.lose();
        nobody.awaitAttempt();
        nobody.refuseConnection();
        nobody.awaitAttempt();
        nobody.connected();
        nobody.answerNext();

        List<Object> commands = nobody.answeredCommands();

        assertThat(commands).hasSize(4);
        assertThat(commands.get(0).toString()).matches("all \\{cmd=subscribe, msg_from=[5-9]\\d{9}\\}");
        assertThat(commands.get(1)).isEqualTo("second {cmd=subscribe, msg_from=1000000000}");
        assertThat(commands.get(2)).isEqualTo("now {cmd=subscribe, msg_from=0}");
    }

    @Test
    void requestFails_connectionLost_becauseItsOutcomeIsUnknown() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);
        alice.lose();

        assertThat(call.failure()).isEqualTo(new Failure.Lost(Absence.DISCONNECTED));
    }

    @Test
    void commandIsSentAgain_connectionLost_becauseItCanBeRepeated() {
        alice.ready();
        RecordedCompletion command = alice.command(Command.subscribe("t", Bound.NOW));
        alice.link().next(Message.Admin.class);
        reconnect();

        assertThat(alice.answeredCommands()).containsExactly("t {cmd=subscribe, msg_from=0}");
        assertThat(command.isSuccess()).isTrue();
    }

    @Test
    void publishIsSentAgainUnderTheSameId_connectionLost_whenThereIsANewOne() {
        alice.ready();
        RecordedCompletion publish = alice.publish(1, QoS.EXACTLY_ONCE);
        Message before = alice.link().next(Message.Publish.class);
        reconnect();

        assertThat(alice.link().next(Message.Publish.class)).isEqualTo(before);
        alice.session.onMessage(new Message.Ack(MessageId.of(1, 8)));
        assertThat(publish.isSuccess()).isTrue();
    }

    @Test
    void publishFails_noConnectionForLong_withUnknownOutcome() {
        alice.ready();
        RecordedCompletion publish = alice.publish(1, QoS.AT_LEAST_ONCE);
        alice.lose();
        alice.pass(SessionHarness.REQUEST_TIMEOUT);

        assertThat(publish.failure()).isEqualTo(new Failure.Lost(Absence.DISCONNECTED));
    }

    @Test
    void operationsWait_disconnected_untilTheirTimeIsOver() {
        alice.ready();
        alice.lose();
        RecordedCompletion call = alice.rpc(1);
        RecordedCompletion publish = alice.publish(2, QoS.AT_MOST_ONCE);
        assertThat(call.isOpen()).isTrue();

        alice.pass(SessionHarness.REQUEST_TIMEOUT);

        assertThat(call.failure()).isInstanceOf(Failure.NotConnected.class);
        assertThat(publish.failure()).isInstanceOf(Failure.NotConnected.class);
    }

    @Test
    void operationsFail_disconnectedAndToldToFailFast_atOnce() {
        SessionHarness hasty = SessionHarness.named(Offline.FAIL).ready();
        RecordedCompletion pending = hasty.publish(1, QoS.AT_LEAST_ONCE);
        RecordedCompletion command = hasty.command(Command.expose("svc"));
        hasty.lose();

        assertThat(pending.failure()).isEqualTo(new Failure.Lost(Absence.DISCONNECTED));
        assertThat(command.failure()).isEqualTo(new Failure.Lost(Absence.DISCONNECTED));
        assertThat(hasty.rpc(2).failure()).isEqualTo(new Failure.NotConnected(Absence.DISCONNECTED, null));
    }

    @Test
    void operationIsRefused_tooManyWait_whileDisconnected() {
        alice.ready();
        alice.lose();
        for (int i = 1; i <= 10_000; i++) {
            assertThat(alice.rpc(i).isOpen()).isTrue();
        }

        assertThat(alice.rpc(20_000).failure()).isEqualTo(new Failure.Overloaded());
    }

    @Test
    void messageHandledWhileAway_comesAgain_isAcknowledgedAndNotDelivered() {
        alice.ready();
        MessageId id = MessageId.of(9, 8);
        Message.Publish message =
                new Message.Publish(org.rembus.protocol.PublishFlags.QOS1, id, "t", Payload.NO_ARGUMENTS);
        alice.session.onMessage(message);
        alice.lose();
        alice.session.onHandled(id, "t", QoS.AT_LEAST_ONCE);
        reconnect();

        alice.session.onMessage(message);

        assertThat(alice.inbound).hasSize(1);
        assertThat(alice.link().sent).last().isEqualTo(new Message.Ack(id));
    }

    @Test
    void connectionIsLeft_brokerDemandsAuthentication_afterwards() {
        SessionHarness nobody = SessionHarness.anonymous().ready();

        nobody.session.onMessage(new Message.Response(
                MessageId.ofHex("efbeadde78563412"), Status.CHALLENGE, Payload.of(new byte[] {1})));

        assertThat(nobody.events).last().isEqualTo("lost");
        assertThat(nobody.link().closeCode).isEqualTo(1000);
    }

    @Test
    void oldConnectionSaysNothing_itEndsLate_aboutTheNewOne() {
        alice.ready();
        RecordedLink old = alice.link();
        reconnect();

        alice.session.onDisconnected(old, 4000, "late");

        assertThat(alice.events).last().isEqualTo("ready again");
    }

    private void reconnect() {
        alice.lose();
        alice.awaitAttempt();
        alice.connected();
        alice.answerNext();
    }
}
