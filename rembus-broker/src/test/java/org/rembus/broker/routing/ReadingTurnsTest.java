package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.protocol.QoS;

/** One component with very many subscriptions that are behind. */
final class ReadingTurnsTest {
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final int MANY = 20 * ReadingTurns.MOST_AT_ONCE;
    private static final int MESSAGES = 5;

    private final RouterHarness harness = smallPages();
    private final FakePeer publisher = harness.connect();
    private final FakePeer many = harness.connect("many");

    /** Two messages a page. */
    private static RouterHarness smallPages() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1024 * 1024);
        return RouterHarness.start(RouterHarness.options().build(), new SmallPages(journal, 2), store);
    }

    private static List<String> topics() {
        return IntStream.range(0, MANY).mapToObj(i -> "many/" + i).toList();
    }

    private void subscribeToAll() {
        topics().forEach(topic -> many.subscribe(topic, ALL));
        harness.turn();
    }

    private void publishToAll(QoS qos, int message) {
        topics().forEach(topic -> publisher.publish(qos, topic, message));
        harness.turn();
    }

    private static List<Object> values(FakePeer peer, String topic) {
        return new ArrayList<>(FakePeer.firstArguments(
                peer.publishes(publish -> publish.topic().equals(topic))));
    }

    @Test
    void reactive_ofOneWithManySubscriptions_doesNotKeepAnotherWaiting() {
        subscribeToAll();
        publishToAll(QoS.AT_MOST_ONCE, 0);
        FakePeer one = harness.connect("one");
        one.subscribe("many/1", ALL);
        harness.turn();

        many.reactive();
        one.reactive();
        while (one.values().isEmpty()) {
            assertThat(harness.singleTurn()).isTrue();
        }

        assertThat(many.values()).hasSizeLessThan(MANY / 4);
        harness.turn();
        assertThat(many.values()).hasSize(MANY);
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void reactive_withManySubscriptionsAndPages_eachGetsAllInOrder(QoS qos) {
        subscribeToAll();
        for (int message = 0; message < MESSAGES; message++) {
            publishToAll(qos, message);
        }

        many.habit(FakePeer.Habit.ACKNOWLEDGES);
        many.reactive();
        harness.turn();
        publishToAll(qos, MESSAGES);

        assertThat(topics())
                .allSatisfy(topic -> assertThat(values(many, topic)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void unsubscribe_ofThoseThatRead_letsTheOthersRead() {
        subscribeToAll();
        publishToAll(QoS.AT_LEAST_ONCE, 0);
        many.reactive();
        harness.turn();
        List<String> first = topics().subList(0, MANY / 2);

        first.forEach(many::unsubscribe);
        harness.turn();
        many.habit(FakePeer.Habit.ACKNOWLEDGES);
        many.publishes().forEach(publish -> many.ack(Objects.requireNonNull(publish.id())));
        harness.turn();

        assertThat(topics().subList(MANY / 2, MANY))
                .allSatisfy(topic -> assertThat(values(many, topic)).containsExactly(0L));
    }
}
