package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Nack;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 9, the leg from the publisher to the broker. */
final class PublisherLegTest {
    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().build(), journal);
    private FakePeer listener;

    @BeforeEach
    void subscribe() {
        listener = harness.connect("listener");
        listener.subscribe("topic");
        listener.reactive();
        journal.drain();
        listener.forgetReceived();
    }

    @Test
    void qos0_published_isNeitherAcknowledgedNorDelayed() {
        FakePeer publisher = harness.connect();
        publisher.publish("topic", 1);

        assertThat(listener.values()).containsExactly(1L);
        journal.drain();
        assertThat(publisher.received()).isEmpty();
        assertThat(listener.values()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void qos1And2_published_areAcknowledgedAndDeliveredOnceDurable(QoS qos) {
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(qos, "topic", 1);
        journal.number(1);
        assertThat(publisher.received()).isEmpty();
        assertThat(listener.received()).isEmpty();

        journal.makeDurable(1);
        assertThat(publisher.received()).containsExactly(new Message.Ack(id));
        assertThat(listener.publishes()).extracting(Message.Publish::qos).containsExactly(qos);
    }

    @ParameterizedTest
    @EnumSource(PeerKind.class)
    void acknowledgement_anyIdLength_isThePublishersId(PeerKind kind) {
        FakePeer publisher = harness.connect(kind);
        MessageId id = publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        journal.drain();

        assertThat(id.length()).isEqualTo(kind.idLength());
        assertThat(publisher.acks()).containsExactly(id);
    }

    @Test
    void qos1_withoutAnySubscriber_isAcknowledged() {
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(QoS.AT_LEAST_ONCE, "nobody/listens", 1);
        journal.drain();

        assertThat(publisher.acks()).containsExactly(id);
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void retransmission_beforeTheAcknowledgement_isDroppedAndAcknowledgedOnce(QoS qos) {
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(qos, "topic", 1);
        publisher.publish(PublishFlags.of(qos, false), id, "topic", 1);
        journal.number(1);
        publisher.publish(PublishFlags.of(qos, false), id, "topic", 1);
        journal.drain();

        assertThat(publisher.acks()).containsExactly(id);
        assertThat(listener.values()).containsExactly(1L);
    }

    @Test
    void qos2_retransmittedBetweenAckAndAck2_isAcknowledgedAgainAndDropped() {
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        journal.drain();
        publisher.publish(PublishFlags.QOS2, id, "topic", 1);
        publisher.publish(PublishFlags.QOS2, id, "topic", 1);
        journal.drain();

        assertThat(publisher.acks()).containsExactly(id, id, id);
        assertThat(listener.values()).containsExactly(1L);
    }

    @Test
    void qos2_sameIdAfterAck2_isANewMessage() {
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        journal.drain();
        publisher.ack2(id);
        publisher.publish(PublishFlags.QOS2, id, "topic", 2);
        journal.drain();

        assertThat(listener.values()).containsExactly(1L, 2L);
    }

    @Test
    void qos2_retransmittedOnTheNextConnectionBeforeItIsDurable_isAcknowledgedThere() {
        FakePeer first = harness.connect("alice");
        journal.drain();
        MessageId id = first.publish(QoS.EXACTLY_ONCE, "topic", 1);
        first.drop();
        FakePeer second = harness.connect("alice");
        second.publish(PublishFlags.QOS2, id, "topic", 1);
        journal.drain();

        assertThat(second.acks()).containsExactly(id);
        assertThat(listener.values()).containsExactly(1L);
    }

    @Test
    void qos2_sameIdFromTwoAnonymousPeers_isTwoMessages() {
        MessageId id = MessageId.of(5, 8);
        FakePeer first = harness.connect();
        first.publish(PublishFlags.QOS2, id, "topic", 1);
        journal.drain();
        first.drop();
        harness.connect().publish(PublishFlags.QOS2, id, "topic", 2);
        journal.drain();

        assertThat(listener.values()).containsExactly(1L, 2L);
    }

    @Test
    void qos2_idsWithoutAck2_areHeldForADayAndTenThousand() {
        FakePeer publisher = harness.connect("alice");
        journal.drain();
        MessageId old = publisher.publish(QoS.EXACTLY_ONCE, "other", 1);
        journal.drain();
        harness.advance(Duration.ofHours(24));
        publisher.publish(PublishFlags.QOS2, old, "topic", "duplicate");
        MessageId newer = publisher.publish(QoS.EXACTLY_ONCE, "other", 2);
        journal.drain();
        harness.advance(Duration.ofMinutes(1));
        publisher.publish(QoS.EXACTLY_ONCE, "other", 3);
        publisher.publish(PublishFlags.QOS2, old, "topic", "forgotten");
        publisher.publish(PublishFlags.QOS2, newer, "topic", "duplicate");
        journal.drain();
        assertThat(listener.values()).containsExactly("forgotten");

        for (int i = 0; i < HeldIds.MAX_IDS; i++) {
            publisher.publish(QoS.EXACTLY_ONCE, "other", i);
        }
        publisher.publish(PublishFlags.QOS2, newer, "topic", "pushed out");
        journal.drain();
        assertThat(listener.values()).containsExactly("forgotten", "pushed out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/*", "**", "*/b", "", "a\u0007"})
    void publish_illegalTopic_isRefusedOrDropped(String topic) {
        FakePeer publisher = harness.connect();
        publisher.publish(topic, 1);
        assertThat(publisher.received()).isEmpty();
        assertThat(harness.dropped(DropReason.ILLEGAL_TOPIC)).isEqualTo(1);

        MessageId id = publisher.publish(QoS.AT_LEAST_ONCE, topic, 1);
        journal.drain();
        assertThat(publisher.acks()).isEmpty();
        assertThat(publisher.answerTo(id).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void publish_notStored_isNotAcknowledgedAndMayComeAgain() {
        FakePeer publisher = harness.connect();
        MessageId once = publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        MessageId twice = publisher.publish(QoS.EXACTLY_ONCE, "topic", 2);
        journal.number(1);
        journal.lose(2);
        assertThat(publisher.received()).isEmpty();
        assertThat(harness.notices().lines()).containsExactly("not stored: 2");
        assertThat(harness.dropped(DropReason.NOT_STORED)).isEqualTo(2);

        publisher.publish(PublishFlags.QOS1, once, "topic", 1);
        publisher.publish(PublishFlags.QOS2, twice, "topic", 2);
        journal.drain();
        assertThat(publisher.acks()).containsExactly(once, twice);
        assertThat(listener.values()).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void publish_notStoredAndPublisherAgreedOnIt_isRefusedAndMayComeAgain(QoS qos) {
        FakePeer publisher = harness.connect().extensions(Extension.NACK);
        MessageId id = publisher.publish(qos, "topic", 1);
        publisher.publish("topic", 2);
        journal.lose(2);

        Message.Response refusal = publisher.answerTo(id);
        assertThat(refusal.status()).isEqualTo(Status.ERROR);
        assertThat(Nack.isPassing(String.valueOf(refusal.data().value()))).isTrue();
        assertThat(publisher.received()).hasSize(1);

        publisher.publish(PublishFlags.of(qos, false), id, "topic", 1);
        journal.drain();
        assertThat(publisher.acks()).containsExactly(id);
    }

    @Test
    void publish_notStoredAfterItsPublisherCameBack_isRefusedThere() {
        FakePeer first = harness.connect("alice");
        journal.drain();
        MessageId id = first.publish(QoS.EXACTLY_ONCE, "topic", 1);
        first.drop();
        FakePeer second = harness.connect("alice").extensions(Extension.NACK);
        journal.lose(journal.pending());

        assertThat(second.answerTo(id).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void publish_publisherGoneBeforeItIsDurable_isDelivered() {
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        publisher.drop();
        journal.drain();

        assertThat(listener.values()).containsExactly(1L);
    }

    @Test
    void publish_nullData_isDeliveredAsAnEmptyArray() {
        FakePeer publisher = harness.connect();
        publisher.say(Message.Publish.of("topic", Payload.NULL));
        publisher.say(new Message.Publish(PublishFlags.QOS1, publisher.newId(), "topic", Payload.NULL));
        journal.drain();

        assertThat(listener.publishes()).extracting(Message.Publish::data).containsOnly(Payload.NO_ARGUMENTS);
        assertThat(listener.publishes()).hasSize(2);
    }

    @Test
    void publish_otherData_passesThroughAsItCame() {
        FakePeer publisher = harness.connect();
        for (Object data : List.of(5L, "text", Map.of("a", 1L), new byte[] {1, 2})) {
            publisher.say(Message.Publish.of("topic", Payload.of(data)));
        }

        assertThat(listener.publishes())
                .extracting(Message.Publish::data)
                .containsExactly(
                        Payload.of(5L), Payload.of("text"), Payload.of(Map.of("a", 1L)), Payload.of(new byte[] {1, 2}));
    }

    @Test
    void ack2_neverHeardOf_isIgnored() {
        FakePeer publisher = harness.connect("alice");
        publisher.ack2(publisher.newId());
        publisher.ack(publisher.newId());
        journal.drain();

        assertThat(publisher.isOpen()).isTrue();
    }
}
