package org.rembus.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.client.session.Operation.Until;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Nack;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.MessageEncoder;

/** Publishes between the call, the store, the wire and the broker, without any of them. */
final class OutboxTest {
    private final SteppedStore store = new SteppedStore();
    private final SessionHarness harness = SessionHarness.over(store);

    @BeforeEach
    void open() {
        harness.ready();
    }

    // -- into the store, and out --

    @Test
    void publishGoesOut_onlyWhenItIsStored() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);
        assertThat(sent()).isEmpty();

        store.drain();
        assertThat(sent()).containsExactly(1L);
        assertThat(done.isOpen()).isTrue();

        ack(1);
        assertThat(done.isSuccess()).isTrue();
        store.drain();
        assertThat(restored()).isEmpty();
    }

    @Test
    void publishForTheOutbox_isDoneWhenStored_andStaysUntilAcknowledged() {
        RecordedCompletion done = publishForOutbox(1, QoS.AT_LEAST_ONCE);
        assertThat(done.isOpen()).isTrue();

        store.drain();
        assertThat(done.isSuccess()).isTrue();
        assertThat(restored()).containsExactly(1L);
        ack(1);
        store.drain();
        assertThat(restored()).isEmpty();
    }

    @Test
    void publishFails_notStored_andIsNotSent() {
        store.failFromNowOn();
        RecordedCompletion forBroker = publish(1, QoS.AT_LEAST_ONCE);
        RecordedCompletion forOutbox = publishForOutbox(2, QoS.AT_LEAST_ONCE);
        store.drain();

        assertThat(forBroker.failure()).isInstanceOf(Failure.NotStored.class);
        assertThat(forOutbox.failure()).isInstanceOf(Failure.NotStored.class);
        assertThat(sent()).isEmpty();
    }

    @Test
    void order_moreThanMemoryHolds_isThatOfTheCalls() {
        harness.lose();
        List<Long> all = LongStream.rangeClosed(1, 900).boxed().toList();
        all.forEach(number -> publishForOutbox(number, QoS.AT_LEAST_ONCE));
        store.drain();
        comeBack();

        List<Long> acknowledged = new ArrayList<>();
        while (acknowledged.size() < all.size()) {
            List<Long> news = sent().stream()
                    .filter(number -> !acknowledged.contains(number))
                    .toList();
            assertThat(news).isNotEmpty();
            news.forEach(number -> {
                acknowledged.add(number);
                ack(number);
                store.drain();
            });
        }
        assertThat(acknowledged).isEqualTo(all);
        assertThat(sent()).isEqualTo(all);
        assertThat(restored()).isEmpty();
    }

    @Test
    void messagesOfTwoKinds_waitingTogether_keepTheirOrder() {
        harness.lose();
        harness.publish(1, QoS.AT_MOST_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        harness.publish(3, QoS.AT_MOST_ONCE);
        publish(4, QoS.EXACTLY_ONCE);
        store.drain();
        comeBack();
        store.drain();

        assertThat(harness.link().sent.stream()
                        .filter(Message.Publish.class::isInstance)
                        .map(message -> ((Message.Publish) message).data().value()))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void twoMessagesOfOneId_areNeverUnderWayTogether() {
        publish(1, QoS.EXACTLY_ONCE);
        RecordedCompletion second = publish(1, QoS.EXACTLY_ONCE);
        publish(2, QoS.AT_LEAST_ONCE);
        store.drain();
        assertThat(sent()).containsExactly(1L);

        ack(1);
        assertThat(sent()).containsExactly(1L);
        store.drain();
        assertThat(sent()).containsExactly(1L, 1L, 2L);
        assertThat(second.isOpen()).isTrue();
    }

    // -- bounds --

    @Test
    void publishFails_outboxFull_untilThereIsRoom() {
        for (int i = 1; i <= SessionHarness.MAX_OUTBOX_MESSAGES; i++) {
            publishForOutbox(i, QoS.AT_LEAST_ONCE);
        }
        store.drain();
        assertThat(publish(5000, QoS.AT_LEAST_ONCE).failure())
                .isEqualTo(new Failure.OutboxFull(SessionHarness.MAX_OUTBOX_MESSAGES, 1 << 20));

        ack(1);
        RecordedCompletion late = publish(5001, QoS.AT_LEAST_ONCE);
        assertThat(late.isOpen()).isTrue();
        assertThat(publish(5002, QoS.AT_LEAST_ONCE).failure()).isInstanceOf(Failure.OutboxFull.class);
    }

    // -- QoS 2 --

    @Test
    void ack2GoesOut_onlyWhenTheAckIsStored_once() {
        RecordedCompletion done = publish(1, QoS.EXACTLY_ONCE);
        store.drain();
        ack(1);
        ack(1);
        assertThat(done.isSuccess()).isTrue();
        assertThat(confirmed()).isEmpty();

        store.drain();
        assertThat(confirmed()).containsExactly(1L);
        ack(1);
        store.drain();
        assertThat(confirmed()).containsExactly(1L);
    }

    @Test
    void ack2GoesOut_connectionLostMeanwhile_onTheNextOne_andThePublishNoMore() {
        publish(1, QoS.EXACTLY_ONCE);
        store.drain();
        ack(1);
        harness.lose();
        store.drain();
        comeBack();

        assertThat(confirmed()).containsExactly(1L);
        assertThat(sent()).isEmpty();
    }

    @Test
    void ack2DoesNotGoOut_ackNotStored() {
        publish(1, QoS.EXACTLY_ONCE);
        store.drain();
        store.failFromNowOn();
        ack(1);
        store.drain();
        harness.lose();
        comeBack();

        assertThat(confirmed()).isEmpty();
        assertThat(sent()).isEmpty();
    }

    // -- connections --

    @Test
    void everythingGoesOutAgain_nextConnection_inOrderUnderTheSameIds() {
        publish(1, QoS.AT_LEAST_ONCE);
        publishForOutbox(2, QoS.EXACTLY_ONCE);
        publish(3, QoS.AT_LEAST_ONCE);
        store.drain();
        List<byte[]> before = List.copyOf(harness.link().bytes).subList(1, 4);
        ack(1);
        harness.lose();
        publishForOutbox(4, QoS.AT_LEAST_ONCE);
        store.drain();
        comeBack();
        store.drain();

        assertThat(sent()).containsExactly(2L, 3L, 4L);
        assertThat(harness.link().bytes.get(1)).isEqualTo(before.get(1));
        assertThat(harness.link().bytes.get(2)).isEqualTo(before.get(2));
    }

    @Test
    void callerIsToldOfFailure_noConnectionInTime_andItIsNotSentAnyMore() {
        RecordedCompletion wasSent = publish(1, QoS.AT_LEAST_ONCE);
        store.drain();
        harness.lose();
        RecordedCompletion stored = publish(2, QoS.AT_LEAST_ONCE);
        store.drain();
        RecordedCompletion notYet = publish(3, QoS.AT_LEAST_ONCE);
        publishForOutbox(4, QoS.AT_LEAST_ONCE);
        refuseAttemptsFor(SessionHarness.REQUEST_TIMEOUT.plusSeconds(1));

        assertThat(wasSent.failure()).isInstanceOf(Failure.Lost.class);
        assertThat(stored.failure()).isInstanceOf(Failure.NotConnected.class);
        assertThat(notYet.failure()).isInstanceOf(Failure.NotConnected.class);
        store.drain();
        comeBack();
        store.drain();
        assertThat(sent()).containsExactly(4L);
        assertThat(restored()).containsExactly(4L);
    }

    @Test
    void publishForTheOutbox_noConnectionForDays_goesOutThen() {
        harness.lose();
        publishForOutbox(1, QoS.AT_LEAST_ONCE);
        store.drain();
        refuseAttemptsFor(Duration.ofDays(1));
        comeBack();
        store.drain();

        assertThat(sent()).containsExactly(1L);
    }

    @Test
    void publishIsNotSent_callerGaveUp() {
        harness.lose();
        RecordedCompletion abandoned = publish(1, QoS.AT_LEAST_ONCE);
        store.drain();
        publish(2, QoS.AT_LEAST_ONCE).isAbandoned = true;
        publish(3, QoS.AT_LEAST_ONCE);
        store.drain();
        abandoned.isAbandoned = true;
        comeBack();
        store.drain();

        assertThat(sent()).containsExactly(3L);
        assertThat(restored()).containsExactly(3L);
    }

    @Test
    void unacknowledgedForTheOutbox_closesThreeConnections_thenIsSentOnceOnEach() {
        publishForOutbox(1, QoS.AT_LEAST_ONCE);
        store.drain();
        for (int connection = 1; connection <= 3; connection++) {
            RecordedLink link = harness.link();
            harness.pass(SessionHarness.ACK_TIMEOUT.multipliedBy(11));
            assertThat(numbers(link)).hasSize(11).containsOnly(1L);
            assertThat(link.closeCode).isEqualTo(connection < 3 ? 1000 : 0);
            if (connection < 3) {
                harness.awaitAttempt();
                connect();
            }
        }
        assertThat(harness.events).endsWith("set aside t");
        harness.pass(Duration.ofSeconds(25));
        assertThat(sent()).hasSize(11);

        harness.lose();
        comeBack();
        harness.pass(Duration.ofSeconds(25));
        assertThat(sent()).containsExactly(1L);
        ack(1);
        store.drain();
        assertThat(restored()).isEmpty();
    }

    @Test
    void unacknowledgedForACaller_failsAfterTheLastRetry_andTheConnectionStays() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);
        store.drain();
        harness.pass(SessionHarness.ACK_TIMEOUT.multipliedBy(11));

        assertThat(done.failure()).isEqualTo(new Failure.TimedOut(SessionHarness.ACK_TIMEOUT.multipliedBy(11)));
        assertThat(harness.link().closeCode).isZero();
        store.drain();
        assertThat(restored()).isEmpty();
    }

    // -- refusals --

    @Test
    void callerIsTold_refused_andItIsNotSentAgain() {
        RecordedCompletion done = publish(1, QoS.EXACTLY_ONCE);
        store.drain();
        refuse(1, Nack.notStored("t"));

        assertThat(done.failure())
                .isInstanceOfSatisfying(
                        Failure.Answered.class,
                        answer -> assertThat(answer.status()).isEqualTo(Status.ERROR));
        store.drain();
        assertThat(restored()).isEmpty();
        harness.lose();
        comeBack();
        assertThat(sent()).isEmpty();
    }

    @Test
    void refusedForGood_nobodyWaits_leavesTheOutboxAndIsReported() {
        publishForOutbox(1, QoS.AT_LEAST_ONCE);
        store.drain();
        refuse(1, "unauthorized");

        assertThat(harness.events).endsWith("undelivered t 1");
        assertThat(harness.lastFailure).isInstanceOf(Failure.Answered.class);
        store.drain();
        assertThat(restored()).isEmpty();
    }

    @Test
    void refusedForNow_nobodyWaits_isSentAgainUntilItIsTaken() {
        publishForOutbox(1, QoS.EXACTLY_ONCE);
        store.drain();
        for (int refusals = 1; refusals <= 30; refusals++) {
            assertThat(sent()).hasSize(refusals);
            refuse(1, Nack.notStored("t"));
            long pauses = refusals < 6 ? 1L << (refusals - 1) : 32;
            for (long pause = 0; pause < pauses; pause++) {
                harness.session.onHeard();
                harness.pass(SessionHarness.ACK_TIMEOUT);
            }
        }
        ack(1);
        store.drain();

        assertThat(confirmed()).containsExactly(1L);
        assertThat(harness.events).doesNotContain("undelivered t 1");
    }

    @Test
    void successForAPublish_isNoAcknowledgement() {
        RecordedCompletion done = publish(1, QoS.AT_LEAST_ONCE);
        store.drain();
        harness.session.onMessage(Message.Response.success(id(1)));

        assertThat(done.isOpen()).isTrue();
    }

    // -- the end --

    @Test
    void closing_waitsForWhatIsBeingStored_andForCallers() {
        publishForOutbox(1, QoS.AT_LEAST_ONCE);
        assertThat(harness.session.isSettled()).isFalse();
        store.drain();
        assertThat(harness.session.isSettled()).isTrue();

        publish(2, QoS.AT_LEAST_ONCE);
        store.drain();
        assertThat(harness.session.isSettled()).isFalse();
        ack(2);
        assertThat(harness.session.isSettled()).isTrue();
    }

    @Test
    void closed_callersAreTold_andWhatIsStoredStays() {
        publishForOutbox(1, QoS.AT_LEAST_ONCE);
        store.drain();
        RecordedCompletion wasSent = publish(2, QoS.AT_LEAST_ONCE);
        store.drain();
        RecordedCompletion beingStored = publishForOutbox(3, QoS.AT_LEAST_ONCE);
        harness.session.close();
        store.drain();

        assertThat(wasSent.failure()).isEqualTo(new Failure.Lost(Failure.Absence.CLOSED));
        assertThat(beingStored.isSuccess()).isTrue();
        assertThat(restored()).containsExactly(1L, 3L);
        assertThat(harness.outboxIsClosed).isTrue();
    }

    @Test
    void closed_outboxInMemory_saysWhatIsLost() {
        SessionHarness memory = SessionHarness.over(new MemoryStore()).ready();
        memory.lose();
        memory.publish(1, QoS.AT_LEAST_ONCE, Until.STORED);
        memory.publish(2, QoS.EXACTLY_ONCE, Until.STORED);
        RecordedCompletion waiting = memory.publish(3, QoS.EXACTLY_ONCE);
        memory.session.close();

        assertThat(memory.events).contains("undelivered t 2").endsWith("closed CLOSED");
        assertThat(waiting.failure()).isEqualTo(new Failure.NotConnected(Failure.Absence.CLOSED, null));
    }

    @Test
    void tooLongForTheBroker_nobodyWaits_leavesTheOutboxAndIsReported() {
        byte[] longMessage = MessageEncoder.encode(
                new Message.Publish(PublishFlags.QOS1, id(1), "t", Payload.ofArguments(new byte[500])));
        harness.session.submit(new Operation.Assured(
                longMessage, null, id(1), QoS.AT_LEAST_ONCE, Until.STORED, Long.MAX_VALUE, new RecordedCompletion()));
        publishForOutbox(2, QoS.AT_LEAST_ONCE);
        store.drain();
        harness.session.onDisconnected(harness.link(), 1009, "too big");

        assertThat(harness.events).contains("undelivered t 1");
        comeBack();
        assertThat(sent()).containsExactly(2L);
    }

    @Test
    void traceContextGoesBesideThePublish_againOnTheNextConnection() {
        TraceContext trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "");
        harness.publish(1, QoS.AT_LEAST_ONCE, Until.ACKNOWLEDGED, trace);
        store.drain();
        assertThat(harness.link().traces).endsWith(Optional.of(trace));

        harness.lose();
        comeBack();

        assertThat(sent()).containsExactly(1L);
        assertThat(harness.link().traces).contains(Optional.of(trace));
    }

    private RecordedCompletion publish(long number, QoS qos) {
        return harness.publish(number, qos);
    }

    private RecordedCompletion publishForOutbox(long number, QoS qos) {
        return harness.publish(number, qos, Until.STORED);
    }

    private void ack(long number) {
        harness.session.onMessage(new Message.Ack(id(number)));
    }

    private void refuse(long number, String text) {
        harness.session.onMessage(Message.Response.error(id(number), Status.ERROR, text));
    }

    private void refuseAttemptsFor(Duration time) {
        long endNs = harness.clock.getAsLong() + time.toNanos();
        while (harness.clock.getAsLong() < endNs) {
            harness.awaitAttempt();
            harness.refuseConnection();
        }
    }

    private void comeBack() {
        harness.awaitAttempt();
        connect();
    }

    private void connect() {
        harness.connected();
        harness.answerNext();
    }

    private List<Long> restored() {
        List<Long> numbers = new ArrayList<>();
        store.contents().forEach(kept -> numbers.add(kept.id().low64()));
        return numbers;
    }

    private List<Long> sent() {
        return numbers(harness.link());
    }

    private static List<Long> numbers(RecordedLink link) {
        return link.sent.stream()
                .filter(Message.Publish.class::isInstance)
                .map(message -> ((Message.Publish) message).requireId().low64())
                .toList();
    }

    private List<Long> confirmed() {
        return harness.link().sent.stream()
                .filter(Message.Ack2.class::isInstance)
                .map(message -> ((Message.Ack2) message).id().low64())
                .toList();
    }

    private static MessageId id(long number) {
        return MessageId.of(number, 8);
    }
}
