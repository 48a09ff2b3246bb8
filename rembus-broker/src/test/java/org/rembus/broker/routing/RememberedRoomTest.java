package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Names that peers make up, and what is kept of their components while they are away, do not fill the heap in the course of time. */
final class RememberedRoomTest {
    private static final int LIMIT = 4096;
    private static final int MORE_THAN_FIT = 100;
    private static final String REASON = "the broker can remember no more names and services";

    private final MemoryTwinStore store = new MemoryTwinStore();
    private final MemoryJournal journal = new MemoryJournal(store, 99, 1 << 26);
    private RouterHarness harness = started(RouterHarness.options());

    private RouterHarness started(OptionsBuilder options) {
        return RouterHarness.start(options.maxRememberedBytes(LIMIT).build(), journal, store);
    }

    /** One after the other, as requests over HTTP are; how many were remembered. */
    private int visit(String prefix) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            FakePeer visitor = harness.connect(prefix + i);
            Message.Response answer = answered(visitor, visitor.subscribe("topic"));
            visitor.drop();
            if (answer.status() != Status.SUCCESS) {
                assertThat(answer.data().value()).isEqualTo(REASON);
                return i;
            }
        }
        return MORE_THAN_FIT;
    }

    private Message.Response answered(FakePeer peer, MessageId command) {
        harness.turn();
        return peer.answerTo(command);
    }

    private List<String> stored() {
        List<String> names = new ArrayList<>();
        store.forEach(twin -> names.add(twin.rid()));
        return names;
    }

    @Test
    void name_whenNoMoreCanBeRemembered_isLetInAndLeavesNothingBehind() {
        int remembered = visit("visitor");
        FakePeer late = harness.connect("somebody-who-comes-late").extensions(Extension.NACK);
        List<MessageId> refused = List.of(
                late.subscribe("topic", Double.POSITIVE_INFINITY),
                late.expose("service"),
                late.setup(List.of("topic"), List.of()),
                late.publish(QoS.EXACTLY_ONCE, "topic", 1));
        MessageId version = late.call("version");
        harness.turn();

        assertThat(remembered).isBetween(10, LIMIT / 100);
        assertThat(stored()).hasSize(remembered);
        assertThat(refused)
                .allSatisfy(id -> assertThat(late.answerTo(id).status()).isEqualTo(Status.ERROR));
        assertThat(late.answerTo(version).status()).isEqualTo(Status.SUCCESS);
        assertThat(harness.count(Counters.Count.NOT_REMEMBERED)).isEqualTo(4);
    }

    @Test
    void name_thatIsRemembered_goesOnThoughNoMoreFit() {
        visit("visitor");
        FakePeer old = harness.connect("visitor0");

        assertThat(answered(old, old.subscribe("another")).status()).isEqualTo(Status.SUCCESS);
        MessageId published = old.publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();
        assertThat(old.acks()).containsExactly(published);
    }

    @Test
    void anonymousComponents_areNotRemembered() {
        visit("visitor");
        FakePeer anonymous = harness.connect();

        assertThat(answered(anonymous, anonymous.subscribe("topic")).status()).isEqualTo(Status.SUCCESS);
        assertThat(answered(anonymous, anonymous.expose("service")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void services_ofWhoIsAway_count_untilTheyAreTakenBack() {
        FakePeer provider = harness.connect("provider");
        int exposed = 0;
        while (answered(provider, provider.expose("service" + exposed)).status() == Status.SUCCESS) {
            exposed++;
        }
        assertThat(exposed).isBetween(3, LIMIT / 350);
        provider.drop();
        harness.turn();
        FakePeer back = harness.connect("provider");
        assertThat(answered(back, back.expose("one more")).data().value()).isEqualTo(REASON);

        answered(back, back.admin("service0", "unexpose"));
        assertThat(answered(back, back.expose("one more")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void whatWasRememberedBefore_countsAfterARestart() {
        int remembered = visit("visitor");
        harness.turn();
        harness = started(RouterHarness.options());

        assertThat(visit("later")).isZero();
        FakePeer old = harness.connect("visitor" + (remembered - 1));
        assertThat(answered(old, old.subscribe("another")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void topicsOfDurableSubscriptions_whereTheyAreKept_countOnceEach() {
        harness = started(RouterHarness.options().store(new StorePolicy(TopicRules.none(), Storing.DURABLE)));
        FakePeer first = harness.connect("first");
        int subscribed = 0;
        while (answered(first, first.subscribe("topic" + subscribed, Double.POSITIVE_INFINITY))
                        .status()
                == Status.SUCCESS) {
            subscribed++;
        }
        FakePeer second = harness.connect("second");

        assertThat(subscribed).isBetween(3, LIMIT / 350);
        assertThat(answered(second, second.subscribe("topic0", Double.POSITIVE_INFINITY))
                        .status())
                .isEqualTo(Status.SUCCESS);
        first.unsubscribe("topic0");
        first.unsubscribe("topic1");
        first.unsubscribe("topic2");
        harness.turn();
        assertThat(answered(second, second.subscribe("new", Double.POSITIVE_INFINITY))
                        .status())
                .isEqualTo(Status.SUCCESS);
    }
}
