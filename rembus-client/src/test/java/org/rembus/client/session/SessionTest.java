package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.client.session.Failure.Absence;
import org.rembus.client.session.SessionConfig.Offline;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Operations and messages while the connection holds. */
final class SessionTest {
    private static final MessageId ID = MessageId.of(1, 8);

    private final SessionHarness alice = SessionHarness.named(Offline.WAIT);

    @Test
    void eventOfTheBroker_agreedOn_isToldAndNotAnswered() {
        alice.ready();
        alice.link().extensions = Extensions.of(Extension.EVENTS);
        int before = alice.link().sent.size();
        for (Payload data : List.of(new BrokerEvent.Draining().toPayload(), Payload.of("gibberish"))) {
            alice.session.onMessage(new Message.Admin(MessageId.of(1, 8), BrokerEvent.TOPIC, data));
        }

        assertThat(alice.events).endsWith("ready", "told Draining[]");
        assertThat(alice.link().sent).hasSize(before);
    }

    @Test
    void eventOfTheBroker_notAgreedOn_isAnsweredAsAnyCommand() {
        alice.ready();
        alice.session.onMessage(
                new Message.Admin(MessageId.of(1, 8), BrokerEvent.TOPIC, new BrokerEvent.Draining().toPayload()));

        assertThat(alice.events).endsWith("ready");
        assertThat(alice.link().sent).last().isEqualTo(Message.Response.success(MessageId.of(1, 8)));
    }

    @Test
    void nothingElseIsSent_beforeIdentityIsAnswered_butThenAllInOrder() {
        alice.session.open();
        alice.connected();
        alice.publish(1, QoS.AT_MOST_ONCE);
        alice.rpc(2);

        Message.Identity identity = alice.link().next(Message.Identity.class);
        assertThat(identity.cid()).isEqualTo("alice");
        assertThat(alice.link().hasNext()).isFalse();
        assertThat(alice.events).containsExactly("connect");

        alice.session.onMessage(Message.Response.success(identity.id()));

        alice.link().next(Message.Publish.class);
        alice.link().next(Message.Rpc.class);
        assertThat(alice.events).containsExactly("connect", "ready");
    }

    @Test
    void requestSucceeds_answered_withTheData() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);

        alice.session.onMessage(new Message.Response(ID, Status.SUCCESS, Payload.of("yes")));

        assertThat(call.data).isEqualTo(Payload.of("yes"));
    }

    @Test
    void publishFails_answeredWithError_insteadOfBeingSentAgain() {
        alice.ready();
        RecordedCompletion publish = alice.publish(1, QoS.AT_LEAST_ONCE);

        alice.session.onMessage(Message.Response.error(ID, Status.ERROR, "cannot be stored"));

        assertThat(publish.failure()).isEqualTo(new Failure.Answered(Status.ERROR, Payload.of("cannot be stored")));
        alice.link().next(Message.Publish.class);
        alice.pass(SessionHarness.ACK_TIMEOUT.multipliedBy(3));
        assertThat(alice.link().hasNext()).isFalse();
    }

    @Test
    void requestFails_answeredWithError_withStatusAndText() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);

        alice.session.onMessage(Message.Response.error(ID, Status.METHOD_NOT_FOUND, "svc: method unknown"));

        assertThat(call.failure())
                .isEqualTo(new Failure.Answered(Status.METHOD_NOT_FOUND, Payload.of("svc: method unknown")));
    }

    @Test
    void requestTimesOut_noAnswer_andALateOneIsDropped() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);

        alice.pass(SessionHarness.REQUEST_TIMEOUT.minusMillis(1));
        assertThat(call.isOpen()).isTrue();
        alice.pass(Duration.ofMillis(1));
        alice.session.onMessage(Message.Response.success(ID));

        assertThat(call.failure()).isEqualTo(new Failure.TimedOut(SessionHarness.REQUEST_TIMEOUT));
    }

    @Test
    void requestIsRefused_tooManyOutstanding_withoutBeingSent() {
        alice.ready();
        for (int i = 0; i < Requests.MAX_OUTSTANDING; i++) {
            alice.rpc(i + 1);
        }
        int sent = alice.link().sent.size();

        assertThat(alice.rpc(20_000).failure()).isEqualTo(new Failure.Overloaded());
        assertThat(alice.link().sent).hasSize(sent);
    }

    @Test
    void publishIsDone_lowestLevel_whenSent() {
        alice.ready();

        assertThat(alice.publish(1, QoS.AT_MOST_ONCE).isSuccess()).isTrue();
    }

    @Test
    void publishIsSentAgain_ackMissing_untilItComes() {
        alice.ready();
        RecordedCompletion done = alice.publish(1, QoS.EXACTLY_ONCE);

        alice.pass(SessionHarness.ACK_TIMEOUT);
        alice.pass(SessionHarness.ACK_TIMEOUT);
        assertThat(alice.link().sent).hasSize(1 + 3);
        alice.session.onMessage(new Message.Ack(ID));

        assertThat(done.isSuccess()).isTrue();
        assertThat(alice.link().sent).last().isEqualTo(new Message.Ack2(ID));
    }

    @Test
    void messageIsAcknowledged_handled_notBefore() {
        alice.ready();
        int sent = alice.link().sent.size();

        receive(QoS.AT_LEAST_ONCE);
        assertThat(alice.inbound).hasSize(1);
        assertThat(alice.link().sent).hasSize(sent);
        alice.session.onHandled(ID, "t", QoS.AT_LEAST_ONCE);

        assertThat(alice.link().sent).last().isEqualTo(new Message.Ack(ID));
    }

    @Test
    void duplicateIsNotDelivered_exactlyOnce_untilAck2() {
        alice.ready();
        receive(QoS.EXACTLY_ONCE);
        receive(QoS.EXACTLY_ONCE);
        alice.session.onHandled(ID, "t", QoS.EXACTLY_ONCE);
        receive(QoS.EXACTLY_ONCE);

        assertThat(alice.inbound).hasSize(1);
        assertThat(alice.link().sent.stream().filter(new Message.Ack(ID)::equals))
                .hasSize(2);

        alice.session.onMessage(new Message.Ack2(ID));
        receive(QoS.EXACTLY_ONCE);
        assertThat(alice.inbound).hasSize(2);
    }

    @Test
    void messageIsNewAgain_couldNotBeTaken_whenItIsRetransmitted() {
        alice.ready();
        alice.takesMessages = false;
        receive(QoS.AT_LEAST_ONCE);
        alice.takesMessages = true;

        receive(QoS.AT_LEAST_ONCE);

        assertThat(alice.inbound).hasSize(1);
    }

    @Test
    void commandFromTheBroker_passedOnByIt_isAnsweredWithSuccess() {
        alice.ready();

        alice.session.onMessage(new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "expose", "rmark", List.of(1L)))));

        assertThat(alice.link().sent).last().isEqualTo(Message.Response.success(ID));
    }

    @Test
    void answerIsDropped_callCameOnAnotherConnection_silently() {
        alice.ready();
        alice.session.onMessage(new Message.Rpc(ID, "svc", null, Payload.NO_ARGUMENTS));
        int connection = alice.connections.getFirst();
        alice.lose();
        alice.awaitAttempt();
        RecordedLink next = alice.connected();
        alice.answerNext();
        int sent = next.sent.size();

        alice.session.answer(new byte[] {(byte) 0x80}, connection);

        assertThat(next.sent).hasSize(sent);
    }

    @Test
    void nothingIsTaken_receivingStopped_butAnswersStillGoOut() {
        alice.ready();
        alice.session.onMessage(new Message.Rpc(ID, "svc", null, Payload.NO_ARGUMENTS));
        alice.session.stopReceiving();

        receive(QoS.AT_MOST_ONCE);
        receive(QoS.AT_LEAST_ONCE);
        alice.session.onMessage(new Message.Rpc(ID, "svc", null, Payload.NO_ARGUMENTS));
        alice.session.answer(
                org.rembus.protocol.cbor.MessageEncoder.encode(Message.Response.success(ID)),
                alice.connections.getFirst());

        assertThat(alice.inbound).hasSize(1);
        assertThat(alice.link().sent).last().isEqualTo(Message.Response.success(ID));
    }

    @Test
    void everythingFails_closed_sentAndUnsent() {
        alice.ready();
        RecordedCompletion call = alice.rpc(1);
        RecordedCompletion publish = alice.publish(2, QoS.AT_LEAST_ONCE);

        alice.session.close();
        RecordedCompletion late = alice.rpc(3);

        assertThat(call.failure()).isEqualTo(new Failure.Lost(Absence.CLOSED));
        assertThat(publish.failure()).isEqualTo(new Failure.Lost(Absence.CLOSED));
        assertThat(late.failure()).isEqualTo(new Failure.NotConnected(Absence.CLOSED, null));
        assertThat(alice.link().closeCode).isEqualTo(1000);
        assertThat(alice.events).last().isEqualTo("closed CLOSED");
        alice.session.close();
        assertThat(alice.events.stream().filter("closed CLOSED"::equals)).hasSize(1);
    }

    private void receive(QoS qos) {
        PublishFlags flags = PublishFlags.of(qos, false);
        alice.session.onMessage(new Message.Publish(flags, flags.hasId() ? ID : null, "t", Payload.of("x")));
    }
}
