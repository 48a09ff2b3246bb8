package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Status;
import org.rembus.protocol.Topic;

/** What peers cannot make the router keep, or do. */
final class BoundsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void tenants_withoutTopicsOrServices_takeNoRoom() {
        Tenants tenants = new Tenants(Policy.FIRST_UP, NameRules.PROTOCOL, new RememberedRoom(1_000_000));
        Twin twin = new Twin(new Rid("alice.acme"), new Tenancy("acme", "acme"), 256);
        for (int i = 0; i < 100; i++) {
            assertThat(tenants.receiversOf("tenant" + i, "topic")).isEmpty();
            assertThat(tenants.receiversOf("tenant" + i, "a/*")).isNull();
            assertThat(tenants.servicesOf("tenant" + i).isExposed("service")).isFalse();
            assertThat(tenants.subscribed("tenant" + i)).isEmpty();
        }
        assertThat(tenants).extracting("topics", "services").containsOnly(Map.of());

        Subscription subscription = new Subscription(twin, 1, Topic.of("a/*"), 0, 0);
        tenants.add(subscription);
        tenants.expose(twin, "service");
        assertThat(tenants).extracting("topics", "services").doesNotContain(Map.of());
        tenants.remove(subscription);
        tenants.unexpose(twin, "service");
        assertThat(tenants).extracting("topics", "services").containsOnly(Map.of());
    }

    @Test
    void payload_ofAPublish_isKeptAsACopy() {
        RouterHarness harness = RouterHarness.start();
        FakePeer publisher = harness.connect();
        // the harness spoils the buffer after each message
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", "a text that must not change");
        harness.turn();
        FakePeer late = harness.subscriber(PeerKind.GEN2, "late", "topic", Double.POSITIVE_INFINITY);

        assertThat(late.values()).containsExactly("a text that must not change");
    }

    @Test
    void acknowledgement_ofOneWithManySubscriptionsThatWait_costsNoMoreThanOfAnother() {
        int topics = 10_000;
        RouterHarness harness = RouterHarness.start();
        FakePeer peer = harness.connect("gateway");
        IntStream.range(0, topics).forEach(i -> peer.subscribe("topic/" + i, Double.POSITIVE_INFINITY));
        peer.reactive();
        harness.turn();
        FakePeer publisher = harness.connect();
        IntStream.range(0, topics).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, "topic/" + i, i));
        harness.turn();
        assertThat(peer.publishes()).hasSize(256);
        List<MessageId> ids =
                peer.publishes().stream().map(Message.Publish::requireId).toList();
        ids.subList(0, 10).forEach(peer::ack);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        ids.subList(10, 110).forEach(peer::ack);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(100L * topics);
    }

    @Test
    void delivery_ofManySubscriptionsStartsWhileMuchWaitsForTheJournal_looksAtEachMessageOnce() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness harness = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = harness.connect();
        peer.identify("gateway");
        IntStream.range(0, 5_000).forEach(i -> peer.subscribe("topic/" + i, 0.0));
        journal.drain();
        FakePeer publisher = harness.connect();
        peer.reactive();
        IntStream.range(0, 10_000).forEach(i -> publisher.publish("topic/" + i, i));

        long before = THREADS.getCurrentThreadCpuTime();
        journal.makeDurable(1);
        assertThat(peer.publishes()).hasSize(5_000);
        assertThat(THREADS.getCurrentThreadCpuTime() - before)
                .isLessThan(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void subscriptionsThatWaitedForRoom_allGoOn() {
        int topics = 1_000;
        RouterHarness harness = RouterHarness.start();
        FakePeer peer = harness.connect("gateway");
        IntStream.range(0, topics).forEach(i -> peer.subscribe("topic/" + i, Double.POSITIVE_INFINITY));
        peer.reactive();
        harness.turn();
        FakePeer publisher = harness.connect();
        IntStream.range(0, topics).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, "topic/" + i, i));
        harness.turn();
        for (int acknowledged = 0; acknowledged < peer.publishes().size(); acknowledged++) {
            peer.ack(peer.publishes().get(acknowledged).requireId());
            harness.turn();
        }

        assertThat(peer.values())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, topics).<Object>mapToObj(i -> i).toList());
    }

    @Test
    void unsubscribe_ofAHugeTopic_isNotWrittenToTheJournal() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1 << 20);
        RouterHarness harness = RouterHarness.start(RouterHarness.options().build(), journal, store);
        FakePeer peer = harness.connect("alice");
        long before = journal.lastSequence();
        MessageId unsubscribed = peer.unsubscribe("x".repeat(1 << 20));
        MessageId unexposed = peer.admin("x".repeat(1 << 20), "unexpose");
        harness.turn();

        assertThat(peer.answerTo(unsubscribed).status()).isEqualTo(Status.ERROR);
        assertThat(peer.answerTo(unexposed).status()).isEqualTo(Status.ERROR);
        assertThat(journal.lastSequence()).isEqualTo(before);
    }

    @Test
    void topics_deeperThanTheLimit_areRefusedWithTheReason() {
        RouterHarness harness = RouterHarness.start();
        FakePeer peer = harness.connect("alice");
        String deepest = "/".repeat(127);
        String deeper = "/".repeat(128);
        MessageId subscribed = peer.subscribe("**" + deepest);
        MessageId exposed = peer.expose(deepest);
        List<MessageId> refused = List.of(
                peer.subscribe("**" + deeper),
                peer.unsubscribe(deeper),
                peer.expose(deeper),
                peer.admin(deeper, "unexpose"),
                peer.setup(List.of(deeper), List.of()),
                peer.setup(List.of(), List.of(deeper)),
                peer.publish(QoS.AT_LEAST_ONCE, deeper, 1),
                peer.call(deeper));
        harness.turn();

        assertThat(peer.answerTo(subscribed).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.answerTo(exposed).status()).isEqualTo(Status.SUCCESS);
        for (MessageId id : refused) {
            assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
            assertThat(peer.answerTo(id).data().value()).asString().endsWith(": it has more than 128 levels");
        }
    }

    @Test
    void namesAndTopics_longerThanSet_areRefused() {
        RouterHarness harness = RouterHarness.start(
                RouterHarness.options().names(new NameRules(5, 10)).build());
        FakePeer alice = harness.connect("alice");
        FakePeer stranger = harness.connect();
        MessageId identity = stranger.identify("alicia");
        MessageId subscribed = alice.subscribe("0123456789");
        MessageId refused = alice.subscribe("0123456789a");
        MessageId published = alice.publish(QoS.AT_LEAST_ONCE, "0123456789a", 1);
        MessageId unsubscribed = alice.unsubscribe("0123456789a");
        harness.turn();

        assertThat(stranger.answerTo(identity).data().value()).isEqualTo("name longer than 5 bytes");
        assertThat(alice.answerTo(subscribed).status()).isEqualTo(Status.SUCCESS);
        assertThat(alice.answerTo(refused).data().value())
                .isEqualTo("not a topic to subscribe to: it has more than 10 bytes");
        assertThat(alice.answerTo(published).data().value())
                .isEqualTo("not a topic to publish to: it has more than 10 bytes");
        assertThat(alice.answerTo(unsubscribed).status())
                .as("it may be one from before the limit was set")
                .isEqualTo(Status.SUCCESS);
    }

    @Test
    void topics_longerThanSetLater_areKept() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1 << 20);
        RouterHarness before = RouterHarness.start(RouterHarness.options().build(), journal, store);
        before.subscriber("alice", "a/long/topic");
        RouterHarness after = RouterHarness.start(
                RouterHarness.options().names(new NameRules(255, 5)).build(), journal, store);
        FakePeer alice = after.connect("alice");
        MessageId unsubscribed = alice.unsubscribe("a/long/topic");
        after.turn();

        assertThat(alice.answerTo(unsubscribed).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void setup_sameAsBefore_isNotWrittenToTheJournalAgain() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1 << 20);
        RouterHarness harness = RouterHarness.start(RouterHarness.options().build(), journal, store);
        List<String> topics = IntStream.range(0, 100).mapToObj(i -> "topic" + i).toList();
        FakePeer first = harness.connect("alice");
        first.setup(topics, topics);
        harness.turn();
        first.drop();
        harness.turn();
        FakePeer second = harness.connect("alice");
        long before = journal.lastSequence();
        second.setup(topics, topics);
        harness.turn();

        assertThat(journal.lastSequence() - before).isLessThan(10 + topics.size());
    }

    @Test
    void quietRouter_turnAfterTurn_writesNothing() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1 << 20);
        RouterHarness harness = RouterHarness.start(RouterHarness.options().build(), journal, store);
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "topic", Double.POSITIVE_INFINITY)
                .habit(FakePeer.Habit.ACKNOWLEDGES);
        harness.connect().publish(QoS.EXACTLY_ONCE, "topic", 1);
        harness.turn();
        assertThat(peer.handledValues()).containsExactly(1L);
        harness.advance(Duration.ofSeconds(1));
        long before = journal.lastSequence();
        for (int i = 0; i < 20; i++) {
            harness.advance(Duration.ofSeconds(1));
        }

        assertThat(journal.lastSequence()).isEqualTo(before);
        assertThat(harness.router().isQuiet()).isTrue();
    }

    @Test
    void positions_movedInManyTurns_areNotedAFewTimes() {
        MemoryTwinStore store = new MemoryTwinStore();
        MemoryJournal journal = new MemoryJournal(store, 1, 1 << 20);
        RouterHarness harness = RouterHarness.start(RouterHarness.options().build(), journal, store);
        harness.subscriber(PeerKind.GEN2, "alice", "topic", Double.POSITIVE_INFINITY);
        FakePeer publisher = harness.connect();
        long before = journal.lastSequence();
        for (int i = 0; i < 1000; i++) {
            publisher.publish("topic", i);
            harness.advance(Duration.ofMillis(1));
        }

        assertThat(journal.lastSequence() - before - 1000).isBetween(2L, 12L);
    }

    @Test
    void closeAll_everyConnection_isClosedOnce() {
        RouterHarness harness = RouterHarness.start();
        FakePeer named = harness.subscriber("alice", "topic");
        FakePeer anonymous = harness.connect();
        FakePeer gone = harness.connect();
        gone.drop();
        harness.router().closeAll(CloseReason.GOING_AWAY);
        harness.turn();

        assertThat(named.closeReason()).isEqualTo(CloseReason.GOING_AWAY);
        assertThat(anonymous.closeReason()).isEqualTo(CloseReason.GOING_AWAY);
        assertThat(gone.closeReason()).isNull();
        assertThat(harness.router().isQuiet()).isTrue();
    }

    @Test
    void messages_ofEveryKindFromAStranger_harmNobody() {
        RouterHarness harness = RouterHarness.start();
        FakePeer victim = harness.subscriber("victim", "topic");
        FakePeer stranger = harness.connect();
        MessageId id = MessageId.of(0, 8);
        MessageId tiny = MessageId.of(new byte[] {0});
        MessageId huge = MessageId.of(new byte[MessageId.MAX_LENGTH]);
        for (MessageId each : List.of(id, tiny, huge)) {
            stranger.say(new Message.Rpc(each, "topic", "victim", Payload.of(1)));
            stranger.say(new Message.Rpc(each, "\uFFFD", "", Payload.of(1)));
            stranger.say(new Message.Admin(each, "", Payload.of(List.of())));
            stranger.say(new Message.Response(each, Status.SUCCESS, Payload.NULL));
            stranger.say(new Message.Ack(each));
            stranger.say(new Message.Ack2(each));
            stranger.say(new Message.Publish(PublishFlags.QOS2, each, "topic", Payload.NULL));
            stranger.subscribe("topic");
            stranger.expose("topic");
            stranger.reactive();
            harness.turn();
            victim.publish(QoS.AT_LEAST_ONCE, "topic", 1);
            victim.callTarget(null, "topic");
            harness.turn();
        }

        assertThat(victim.isOpen()).isTrue();
        assertThat(stranger.isOpen()).isTrue();
        assertThat(victim.publishes()).hasSize(3);
        assertThat(stranger.received(Message.Rpc.class))
                .allMatch(request -> request.id().length() >= 8)
                .hasSize(3);
    }
}
