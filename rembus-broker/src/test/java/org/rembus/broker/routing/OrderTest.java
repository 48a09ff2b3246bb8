package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;

/** First transmissions keep the order per publisher and topic, however the journal lags (PROTOCOL.md section 9). */
final class OrderTest {
    private static final List<QoS> LEVELS = List.of(QoS.values());
    private static final double NOW = 0.0;
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final SteppedJournal journal = new SteppedJournal();
    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().build(), journal);
    private final FakePeer publisher = harness.connect();

    private FakePeer subscriber(String name, String topic, double msgFrom) {
        FakePeer peer = harness.connect(name);
        peer.subscribe(topic, msgFrom);
        peer.reactive();
        journal.drain();
        peer.forgetReceived();
        return peer;
    }

    @ParameterizedTest
    @ValueSource(doubles = {NOW, ALL})
    void qos0_behindAnUnsettledQos1_waitsForIt(double msgFrom) {
        FakePeer peer = subscriber("alice", "topic", msgFrom);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        publisher.publish("topic", 2);
        publisher.publish("topic", 3);
        journal.number(3);
        assertThat(peer.values()).isEmpty();

        journal.makeDurable(1);
        publisher.publish("topic", 4);
        journal.drain();
        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void qos0_behindAnotherTopicOrPublisher_doesNotWait() {
        FakePeer peer = subscriber("alice", "a/*", NOW);
        FakePeer other = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "a/x", 1);
        publisher.publish("a/y", 2);
        other.publish("a/x", 3);

        assertThat(peer.publishes())
                .extracting(publish -> publish.data().arguments().get(1))
                .containsExactly(2L, 3L);
    }

    @Test
    void qos0_toASubscriptionThatReplays_waitsForItsNumberOnly() {
        FakePeer peer = subscriber("alice", "topic", ALL);
        publisher.publish("topic", 1);
        assertThat(peer.values()).isEmpty();
        journal.number(1);
        assertThat(peer.values()).containsExactly(1L);
        journal.drain();
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void qos0_behindAQos1ThatIsLost_isDelivered() {
        FakePeer peer = subscriber("alice", "topic", NOW);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        publisher.publish("topic", 2);
        journal.lose(1);
        journal.drain();
        publisher.publish("topic", 3);

        assertThat(peer.values()).containsExactly(2L, 3L);
    }

    @Test
    void live_afterEverythingPendingIsLost_goesOn() {
        FakePeer now = subscriber("now", "topic", NOW);
        FakePeer all = subscriber("all", "topic", ALL);
        now.setRoom(0);
        all.setRoom(0);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        journal.makeDurable(1);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        publisher.publish("topic", 3);
        journal.lose(2);
        now.writeOut(100);
        all.writeOut(100);
        journal.drain();
        publisher.publish("topic", 4);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 5);
        journal.drain();

        assertThat(now.values()).containsExactly(1L, 4L, 5L);
        assertThat(all.values()).containsExactly(1L, 4L, 5L);
    }

    @Test
    void behind_markedByAnEntryThatIsLost_stillGetsQos0() {
        FakePeer peer = subscriber("alice", "topic", NOW);
        peer.setRoom(0);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        journal.number(1);
        harness.connect().publish("elsewhere", 0);
        journal.makeDurable(1);
        journal.lose(1);
        publisher.publish("topic", 2);
        journal.drain();
        peer.writeOut(100);
        journal.drain();

        assertThat(peer.values()).containsExactly(1L, 2L);
    }

    @Test
    void behind_qos0PublishedMeanwhile_comesInOrderWhenLiveAgain() {
        FakePeer peer = subscriber("alice", "topic", NOW);
        publisher.publish("topic", 1);
        peer.setRoom(0);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        journal.drain();
        publisher.publish("topic", 3);
        peer.writeOut(100);
        publisher.publish("topic", 4);
        journal.servePages(journal.pendingReads());
        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L);

        publisher.publish("topic", 5);
        journal.drain();
        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void behind_againWhileQos0IsUnsettled_getsItOnce() {
        FakePeer peer = subscriber("alice", "topic", ALL);
        publisher.publish("topic", 1);
        publisher.publish("topic", 2);
        journal.number(1);
        peer.setRoom(0);
        journal.number(1);
        peer.writeOut(100);
        journal.servePages(journal.pendingReads());
        assertThat(peer.values()).containsExactly(1L, 2L);
        journal.drain();
        assertThat(peer.values()).containsExactly(1L, 2L);
    }

    @Test
    void terms_changedWhileLiveAndTheJournalLags_loseAndRepeatNothing() {
        FakePeer peer = subscriber("alice", "topic", NOW);
        publisher.publish("topic", 1);
        peer.subscribe("topic", ALL);
        publisher.publish("topic", 2);
        journal.makeDurable(2);
        publisher.publish("topic", 3);
        journal.drain();
        publisher.publish("topic", 4);
        peer.subscribe("topic", NOW);
        publisher.publish("topic", 5);
        journal.makeDurable(2);
        publisher.publish("topic", 6);
        journal.drain();

        assertThat(peer.values()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 0; seed < 150; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    /** Publishes of all levels, a journal that moves in random steps, outputs that are full now and then. */
    @ParameterizedTest
    @MethodSource("seeds")
    void mixedLevels_randomJournal_areInOrderWithoutGapOrDuplicate(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FakePeer all = subscriber("all", "topic", ALL).habit(FakePeer.Habit.ACKNOWLEDGES);
        FakePeer pattern = subscriber("pattern", "**", ALL).habit(FakePeer.Habit.ACKNOWLEDGES);
        FakePeer now = subscriber("now", "topic", NOW).habit(FakePeer.Habit.ACKNOWLEDGES);
        List<FakePeer> publishers = List.of(publisher, harness.connect());
        List<FakePeer> listeners = List.of(all, pattern, now);
        int published = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    QoS qos = LEVELS.get(random.nextInt(3));
                    publishers.get(published % 2).publish(qos, "topic", published++);
                }
                case 3 -> journal.number(random.nextInt(journal.unnumbered() + 1));
                case 4 -> journal.makeDurable(random.nextInt(journal.pending() + 1));
                case 5 -> journal.servePages(random.nextInt(journal.pendingReads() + 1));
                case 6 -> journal.readPages(1);
                case 7 -> listeners.get(random.nextInt(3)).writeOut(random.nextInt(8));
                default -> harness.singleTurn();
            }
        }
        listeners.forEach(peer -> peer.writeOut(Integer.MAX_VALUE));
        settle();

        assertThat(sorted(all.handled(), 0)).as("seed %d", seed).containsExactlyElementsOf(upTo(published));
        assertThat(sorted(pattern.publishes(OrderTest::isOnTopic), 1))
                .as("seed %d", seed)
                .containsExactlyElementsOf(upTo(published));
        for (int parity = 0; parity < 2; parity++) {
            assertThat(valuesOf(all.handled(), 0, parity)).as("seed %d", seed).isSorted();
            assertThat(valuesOf(pattern.publishes(OrderTest::isOnTopic), 1, parity))
                    .as("seed %d", seed)
                    .isSorted();
            // it may lose QoS 0, being slow, but nothing else
            assertThat(valuesOf(now.handled(), 0, parity))
                    .as("seed %d", seed)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private void settle() {
        for (int i = 0; i < 2000; i++) {
            journal.drain();
            if (!harness.singleTurn() && journal.pending() == 0 && journal.pendingReads() == 0) {
                return;
            }
        }
        throw new AssertionError("the router does not come to rest");
    }

    private static boolean isOnTopic(Message.Publish publish) {
        return "topic".equals(publish.data().arguments().getFirst());
    }

    private static List<@Nullable Object> sorted(List<Message.Publish> publishes, int argument) {
        return publishes.stream()
                .map(publish -> (Long) publish.data().arguments().get(argument))
                .sorted()
                .<@Nullable Object>map(value -> value)
                .toList();
    }

    private static List<Long> valuesOf(List<Message.Publish> publishes, int argument, int parity) {
        return publishes.stream()
                .map(publish -> (Long) publish.data().arguments().get(argument))
                .filter(value -> value % 2 == parity)
                .toList();
    }

    private static List<Object> upTo(long count) {
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(i);
        }
        return values;
    }
}
