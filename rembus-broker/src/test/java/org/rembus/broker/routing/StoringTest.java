package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/** Which messages go into the journal, and what becomes of those that do not. */
final class StoringTest {
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final String STORED = "stored/a";
    private static final String DURABLE = "durable/a";
    private static final String LIVE = "live/a";

    private static final StorePolicy POLICY = new StorePolicy(
            TopicRules.of(Map.of(
                    Topic.of("durable/**"), Storing.DURABLE,
                    Topic.of("live/**"), Storing.NONE,
                    Topic.of("live/not"), Storing.ALL)),
            Storing.ALL);

    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness = started();

    private RouterHarness started() {
        return RouterHarness.start(
                RouterHarness.options().store(POLICY).maxInflight(4).build(), journal);
    }

    private FakePeer subscriber(String name, String topic, Object msgFrom) {
        FakePeer peer = harness.connect();
        peer.identify(name);
        peer.subscribe(topic, msgFrom);
        peer.reactive();
        journal.drain();
        peer.forgetReceived();
        return peer;
    }

    private FakePeer anonymous(String topic, Object msgFrom) {
        FakePeer peer = harness.connect();
        peer.subscribe(topic, msgFrom);
        peer.reactive();
        journal.drain();
        peer.forgetReceived();
        return peer;
    }

    private static Message.Publish only(FakePeer peer) {
        assertThat(peer.publishes()).hasSize(1);
        return peer.publishes().getFirst();
    }

    @Test
    void durable_qos0ThatNobodyReadsLater_isNotStored() {
        FakePeer listener = subscriber("listener", DURABLE, 0.0);
        subscriber("other", "elsewhere/**", ALL);
        harness.connect().publish(DURABLE, 1);

        assertThat(journal.pending()).isZero();
        assertThat(listener.values()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(
            value = QoS.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void durable_qos1And2_areStored(QoS qos) {
        harness.connect().publish(qos, DURABLE, 1);

        assertThat(journal.pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {DURABLE, "durable/*", "*/a"})
    void durable_qos0ForOneThatIsAway_isStoredAndDeliveredLater(String interest) {
        FakePeer away = subscriber("away", interest, ALL);
        away.drop();
        journal.drain();
        harness.connect().publish(DURABLE, 1);
        assertThat(journal.pending()).isEqualTo(1);
        journal.drain();

        FakePeer back = harness.connect();
        back.identify("away");
        back.reactive();
        journal.drain();
        assertThat(back.publishes()).hasSize(1);
    }

    @Test
    void durable_subscriptionTakenBackOrMadeLive_countsNoMore() {
        FakePeer first = subscriber("first", DURABLE, ALL);
        FakePeer second = subscriber("second", "durable/*", ALL);
        first.subscribe(DURABLE, 0.0);
        second.unsubscribe("durable/*");
        journal.drain();
        harness.connect().publish(DURABLE, 1);

        assertThat(journal.pending()).isZero();
        assertThat(first.values()).containsExactly(1L);
    }

    @Test
    void durable_subscribedAgainWithOtherTerms_countsOnce() {
        FakePeer peer = subscriber("peer", DURABLE, ALL);
        peer.subscribe(DURABLE, 1e9);
        peer.subscribe(DURABLE, ALL);
        journal.drain();
        peer.unsubscribe(DURABLE);
        journal.drain();
        harness.connect().publish(DURABLE, 1);

        assertThat(journal.pending()).isZero();
    }

    @Test
    void durable_subscriptionThatIsLost_countsNoMore() {
        FakePeer peer = harness.connect();
        peer.identify("peer");
        peer.subscribe(DURABLE, ALL);
        journal.lose(journal.pending());
        journal.drain();
        harness.connect().publish(DURABLE, 1);

        assertThat(journal.pending()).isZero();
    }

    @Test
    void durable_whileASubscribeWaitsForTheJournal_isStored() {
        FakePeer peer = harness.connect();
        peer.identify("peer");
        peer.subscribe(DURABLE, ALL);
        peer.reactive();
        int commands = journal.pending();
        harness.connect().publish(DURABLE, 1);
        assertThat(journal.pending()).isEqualTo(commands + 1);
        journal.drain();

        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void durable_routerRestarted_knowsThoseThatAreAway() {
        subscriber("away", "durable/**", ALL);
        subscriber("live", "durable/**", 0.0);
        RouterHarness again = started();
        journal.drain();
        again.connect().publish(DURABLE, 1);
        assertThat(journal.pending()).isEqualTo(1);
        again.connect().publish("durable@/a", 1);

        assertThat(journal.pending()).isEqualTo(2);
    }

    @Test
    void durable_qos0BehindOneThatWaits_isStoredWithIt() {
        FakePeer listener = subscriber("listener", DURABLE, 0.0);
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, DURABLE, 1);
        publisher.publish(DURABLE, 2);
        assertThat(listener.values()).isEmpty();
        journal.drain();

        assertThat(listener.values()).containsExactly(1L, 2L);
    }

    @Test
    void durable_subscriberThatIsBehind_getsTheQos0MessageInItsTurn() {
        FakePeer listener = subscriber("listener", DURABLE, 0.0);
        FakePeer publisher = harness.connect();
        IntStream.range(0, 6).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, DURABLE, i));
        journal.drain();
        publisher.publish(DURABLE, 6);
        journal.drain();
        assertThat(listener.values()).containsExactly(0L, 1L, 2L, 3L);
        acknowledgeAll(listener);

        assertThat(listener.values()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    private void acknowledgeAll(FakePeer listener) {
        for (int acknowledged = 0; acknowledged < listener.publishes().size(); acknowledged++) {
            Message.Publish publish = listener.publishes().get(acknowledged);
            if (publish.qos().isAcknowledged()) {
                listener.ack(publish.requireId());
            }
            journal.drain();
        }
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void none_anyLevel_isDeliveredAndAcknowledgedAtOnceAndNotStored(QoS qos) {
        FakePeer live = subscriber("live", "live/*", 0.0);
        FakePeer replaying = subscriber("replaying", LIVE, ALL);
        FakePeer anonymous = anonymous(LIVE, ALL);
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(qos, LIVE, 1);

        assertThat(journal.pending()).isZero();
        assertThat(publisher.acks()).isEqualTo(qos.isAcknowledged() ? List.of(id) : List.of());
        assertThat(List.of(live, replaying, anonymous))
                .allSatisfy(peer -> assertThat(only(peer).qos()).isEqualTo(qos));
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void none_oneMessageAfterAnother_leavesPositionsAndJournalAlone(QoS qos) {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        FakePeer publisher = harness.connect();
        for (int i = 0; i < 3; i++) {
            journal.drain();
            publisher.publish(qos, LIVE, i);
            acknowledgeAll(peer);
            harness.advance(Duration.ofSeconds(1));
        }

        assertThat(peer.values()).hasSize(3);
        assertThat(journal.pending()).isZero();
    }

    @Test
    void none_moreSpecificPatternSaysOtherwise_isStored() {
        harness.connect().publish("live/not", 1);

        assertThat(journal.pending()).isEqualTo(1);
    }

    @Test
    void none_publishedWhileAway_isNotDeliveredLater() {
        FakePeer replaying = subscriber("replaying", "*/a", ALL);
        replaying.drop();
        journal.drain();
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, LIVE, 1);
        publisher.publish(QoS.AT_LEAST_ONCE, STORED, 2);
        journal.drain();

        FakePeer back = harness.connect();
        back.identify("replaying");
        back.reactive();
        journal.drain();
        assertThat(back.publishes()).hasSize(1);
        assertThat(harness.dropped(DropReason.OVERTAKEN)).isZero();
    }

    @Test
    void none_notReactive_isNotDelivered() {
        FakePeer peer = harness.connect();
        peer.identify("peer");
        peer.subscribe(LIVE, ALL);
        journal.drain();
        harness.connect().publish(QoS.AT_LEAST_ONCE, LIVE, 1);
        peer.reactive();
        journal.drain();

        assertThat(peer.publishes()).isEmpty();
    }

    @Test
    void none_subscriptionThatIsBehind_getsItOnceAndTheStoredOnesToo() {
        FakePeer peer = subscriber("peer", "**", ALL);
        FakePeer publisher = harness.connect();
        IntStream.range(0, 6).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, STORED, i));
        journal.drain();
        publisher.publish(LIVE, 100);
        assertThat(peer.publishes()).hasSize(5);
        acknowledgeAll(peer);

        assertThat(peer.publishes()).hasSize(7);
        assertThat(peer.publishes())
                .filteredOn(publish -> !publish.qos().isAcknowledged())
                .hasSize(1);
    }

    @Test
    void none_moreThanTheWindowTakes_waitInMemoryAndKeepTheirOrder() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        FakePeer publisher = harness.connect();
        IntStream.range(0, 10).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, LIVE, i));
        publisher.publish(LIVE, 10);
        assertThat(peer.values()).containsExactly(0L, 1L, 2L, 3L);
        acknowledgeAll(peer);

        assertThat(peer.values()).containsExactlyElementsOf(numbersThrough(10));
        assertThat(harness.dropped(DropReason.SLOW_SUBSCRIBER)).isZero();
        assertThat(journal.pending()).isZero();
    }

    @Test
    void none_moreThanMayWait_areDroppedAndCounted() {
        RouterHarness small = RouterHarness.start(
                RouterHarness.options()
                        .store(POLICY)
                        .maxInflight(1)
                        .maxPendingBytes(1000)
                        .build(),
                journal);
        FakePeer peer = small.connect();
        peer.subscribe(LIVE);
        peer.reactive();
        journal.drain();
        FakePeer publisher = small.connect();
        IntStream.range(0, 20).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, LIVE, i));
        acknowledgeAll(peer);

        long dropped = small.dropped(DropReason.SLOW_SUBSCRIBER);
        assertThat(dropped).isBetween(10L, 18L);
        assertThat(peer.values()).containsExactlyElementsOf(numbersThrough(19 - dropped));
    }

    @Test
    void none_qos0ForAPeerWhoseOutputIsFull_isDropped() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        peer.setRoom(0);
        harness.connect().publish(LIVE, 1);
        peer.writeOut(10);

        assertThat(peer.publishes()).isEmpty();
        assertThat(harness.dropped(DropReason.SLOW_SUBSCRIBER)).isEqualTo(1);
    }

    @Test
    void none_qos1ForAPeerWhoseOutputIsFull_goesOutWhenThereIsRoom() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        peer.setRoom(0);
        harness.connect().publish(QoS.AT_LEAST_ONCE, LIVE, 1);
        peer.writeOut(10);
        harness.singleTurn();

        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void none_notAcknowledged_isSentAgain() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        harness.connect().publish(QoS.AT_LEAST_ONCE, LIVE, 1);
        harness.advance(Duration.ofSeconds(3));

        assertThat(peer.publishes()).hasSize(2);
        assertThat(peer.publishes().getFirst().requireId())
                .isEqualTo(peer.publishes().getLast().requireId());
    }

    @Test
    void none_waitingWhenTheConnectionEnds_isForgotten() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        FakePeer publisher = harness.connect();
        IntStream.range(0, 10).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, LIVE, i));
        peer.drop();
        journal.drain();
        FakePeer back = harness.connect();
        back.identify("peer");
        back.reactive();
        journal.drain();
        publisher.publish(QoS.AT_LEAST_ONCE, LIVE, 10);

        assertThat(back.values()).containsExactly(10L);
    }

    @Test
    void none_qos2ToASubscriber_isConfirmedWithoutTheJournal() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        harness.connect().publish(QoS.EXACTLY_ONCE, LIVE, 1);
        MessageId id = only(peer).requireId();
        peer.ack(id);

        assertThat(peer.ack2s()).containsExactly(id);
        // that the peer acknowledges at all is remembered
        assertThat(journal.pending()).isEqualTo(1);
    }

    @Test
    void none_qos2SentTwiceOnOneConnection_isDeliveredOnce() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        FakePeer publisher = harness.connect();
        MessageId id = publisher.publish(QoS.EXACTLY_ONCE, LIVE, 1);
        publisher.publish(PublishFlags.QOS2, id, LIVE, 1);
        assertThat(publisher.acks()).containsExactly(id, id);
        assertThat(peer.values()).containsExactly(1L);
        publisher.ack2(id);
        publisher.publish(PublishFlags.QOS2, id, LIVE, 2);

        assertThat(peer.values()).containsExactly(1L, 2L);
        assertThat(journal.pending()).isZero();
    }

    @Test
    void none_publisherSubscribesToo_doesNotGetItsOwn() {
        FakePeer peer = subscriber("peer", LIVE, ALL);
        peer.publish(QoS.AT_LEAST_ONCE, LIVE, 1);

        assertThat(peer.publishes()).isEmpty();
    }

    @Test
    void none_whileTheJournalFails_isDelivered() {
        FakePeer peer = subscriber("peer", "**", ALL);
        FakePeer publisher = harness.connect();
        MessageId lost = publisher.publish(QoS.AT_LEAST_ONCE, STORED, 1);
        journal.lose(1);
        MessageId live = publisher.publish(QoS.AT_LEAST_ONCE, LIVE, 2);

        assertThat(publisher.acks()).containsExactly(live).doesNotContain(lost);
        assertThat(peer.publishes()).hasSize(1);
    }

    /** The numbers from 0 on, as peers read them. */
    private static List<Object> numbersThrough(long last) {
        return LongStream.rangeClosed(0, last)
                .<Object>mapToObj(number -> number)
                .toList();
    }
}
