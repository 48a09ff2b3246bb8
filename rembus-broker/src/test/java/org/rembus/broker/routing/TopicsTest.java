package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** PROTOCOL.md section 9, "Topics", "Wildcards" and who gets what. */
final class TopicsTest {
    private final RouterHarness harness = RouterHarness.start();
    private final FakePeer publisher = harness.connect("publisher");

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/b/, false",
        "a//b, a//b, true",
        "a//b, a/b, false",
        "/, /, true",
        "foo*, foo*, true",
        "foo*, food, false",
        "a/***, a/b, false",
        "a/*, a/b, true",
        "a/*, a/, true",
        "a/*, a, false",
        "a/*, a/b/c, false",
        "*/b, a/b, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/x/y/c, false",
        "a/**, a, true",
        "a/**, a/b/c, true",
        "**, a/b/c, true",
        "**/c, c, true",
        "*, a, true",
        "*, a/b, false",
        "a/*/c, a/@b/c, false",
        "a/**, a/b/@c, false",
        "a/**, a/x@y, false",
        "a/@b/*, a/@b/c, true",
        "**/@b, a/@b, true",
        "a/**/**/d, a/d, true",
        "**/a/**, x/a, true"
    })
    void publish_toASubscription_isDeliveredWhenItMatches(String subscription, String topic, boolean matches) {
        FakePeer peer = harness.subscriber("alice", subscription);
        publisher.publish(topic, 1);
        publisher.publish(QoS.AT_LEAST_ONCE, topic, 1);
        harness.turn();

        assertThat(peer.publishes()).hasSize(matches ? 2 : 0);
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void pattern_matched_comesAsThePatternWithTheTopicInFront(QoS qos) {
        FakePeer peer = harness.subscriber("alice", "a/*");
        publisher.publish(qos, "a/b", 1, "two");
        publisher.publish(qos, "a/c");
        harness.turn();

        assertThat(peer.publishes()).extracting(Message.Publish::topic).containsOnly("a/*");
        assertThat(peer.publishes()).extracting(Message.Publish::qos).containsOnly(qos);
        assertThat(peer.publishes())
                .extracting(Message.Publish::data)
                .containsExactly(Payload.ofArguments("a/b", 1, "two"), Payload.ofArguments("a/c"));
    }

    @Test
    void pattern_dataThatIsNoArray_comesBehindTheTopic() {
        FakePeer peer = harness.subscriber("alice", "a/*");
        publisher.say(Message.Publish.of("a/b", Payload.of(Map.of("x", 1L))));
        publisher.say(Message.Publish.of("a/b", Payload.NULL));
        publisher.say(Message.Publish.of("a/b", Payload.of("text")));

        assertThat(peer.publishes())
                .extracting(Message.Publish::data)
                .containsExactly(
                        Payload.ofArguments("a/b", Map.of("x", 1L)),
                        Payload.ofArguments("a/b"),
                        Payload.ofArguments("a/b", "text"));
    }

    @Test
    void exactAndPatterns_allMatched_bringOneMessageForEach() {
        FakePeer peer = harness.connect("alice");
        peer.setup(List.of("a/b", "a/*", "**", "x"), List.of());
        harness.turn();
        publisher.publish("a/b", 1);
        publisher.publish(QoS.EXACTLY_ONCE, "a/b", 2);
        harness.turn();

        assertThat(peer.publishes())
                .extracting(Message.Publish::topic)
                .containsExactlyInAnyOrder("a/b", "a/*", "**", "a/b", "a/*", "**");
    }

    @ParameterizedTest
    @EnumSource(
            value = PeerKind.class,
            names = {"JULIA", "OLD_JULIA"})
    void loneStar_fromJulia_isEveryTopicUnderItsOwnName(PeerKind kind) {
        FakePeer peer = harness.subscriber(kind, "jl", "*", 0.0);
        publisher.publish("a/b", 1);
        publisher.publish("a/@b", 2);
        publisher.publish(QoS.EXACTLY_ONCE, "c", 3);
        harness.turn();

        assertThat(peer.publishes()).extracting(Message.Publish::topic).containsExactly("a/b", "a/@b", "c");
        assertThat(peer.values()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void loneStar_fromJuliaInASetup_isEveryTopicAlsoAfterAReconnection() {
        FakePeer peer = harness.connect(PeerKind.JULIA, "jl");
        peer.setup(List.of("*"), List.of());
        harness.turn();
        peer.drop();
        harness.turn();
        FakePeer again = harness.connect(PeerKind.JULIA, "jl");
        again.setup(List.of("*"), List.of());
        harness.turn();
        publisher.publish("a/b", 1);

        assertThat(again.publishes()).extracting(Message.Publish::topic).containsExactly("a/b");
    }

    @Test
    void loneStar_fromAnyOther_isAPatternOfOneLevel() {
        FakePeer peer = harness.subscriber("alice", "*");
        publisher.publish("a/b", 1);
        publisher.publish("c", 2);

        assertThat(peer.publishes()).containsExactly(Message.Publish.of("*", Payload.ofArguments("c", 2)));
    }

    @Test
    void loneStar_sameNameAsAnotherKindOfPeer_isWhatThatKindMeans() {
        harness.subscriber(PeerKind.JULIA, "changing", "*", 0.0).drop();
        harness.turn();
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "changing", "*", 0.0);
        publisher.publish("a/b", 1);
        publisher.publish("c", 2);
        harness.turn();

        assertThat(peer.publishes()).containsExactly(Message.Publish.of("*", Payload.ofArguments("c", 2)));
    }

    @Test
    void publish_ofASubscriber_isNotForItself() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "**", Double.POSITIVE_INFINITY);
        FakePeer other = harness.subscriber("bob", "topic");
        peer.publish("topic", 1);
        peer.publish(QoS.EXACTLY_ONCE, "topic", 2);
        harness.turn();
        assertThat(peer.publishes(publish -> !isInfo(publish))).isEmpty();
        assertThat(other.values()).containsExactly(1L, 2L);

        peer.drop();
        harness.turn();
        FakePeer again = harness.connect("alice");
        again.reactive();
        harness.turn();
        assertThat(again.publishes(publish -> !isInfo(publish))).isEmpty();
    }

    private static boolean isInfo(Message.Publish publish) {
        return publish.data().arguments().getFirst().equals("component_info");
    }

    @Test
    void publish_ofOneTenant_isNotForOthers() {
        FakePeer here = harness.subscriber("here.acme", "**");
        FakePeer there = harness.subscriber("there.other", "topic");
        FakePeer julia = harness.subscriber(PeerKind.JULIA, "jl", "*", 0.0);
        FakePeer source = harness.connect("source.acme");
        source.publish("topic", 1);
        source.publish(QoS.EXACTLY_ONCE, "topic", 2);
        harness.turn();

        assertThat(here.publishes(publish -> !isInfo(publish))).hasSize(2);
        assertThat(there.publishes()).isEmpty();
        assertThat(julia.publishes(publish -> publish.topic().equals("topic"))).isEmpty();
    }

    @Test
    void replay_ofOneTenant_isNotForOthers() {
        FakePeer source = harness.connect("source.acme");
        source.publish(QoS.AT_LEAST_ONCE, "topic", 1);
        harness.turn();

        FakePeer there = harness.subscriber(PeerKind.GEN2, "there.other", "topic", Double.POSITIVE_INFINITY);
        FakePeer here = harness.subscriber(PeerKind.GEN2, "here.acme", "topic", Double.POSITIVE_INFINITY);
        assertThat(there.publishes()).isEmpty();
        assertThat(here.values()).containsExactly(1L);
    }

    @Test
    void publish_beforeReactive_isNotDelivered() {
        FakePeer peer = harness.connect("alice");
        peer.subscribe("topic");
        harness.turn();
        publisher.publish("topic", 1);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        harness.turn();
        assertThat(peer.publishes()).isEmpty();

        peer.reactive();
        harness.turn();
        publisher.publish("topic", 3);
        assertThat(peer.values()).containsExactly(3L);
    }

    @Test
    void publish_afterUnsubscribe_isNotDelivered() {
        FakePeer peer = harness.subscriber("alice", "a/*");
        peer.unsubscribe("a/*");
        harness.turn();
        publisher.publish("a/b", 1);
        publisher.publish(QoS.AT_LEAST_ONCE, "a/b", 2);
        harness.turn();

        assertThat(peer.publishes()).isEmpty();
    }

    @Test
    void publish_toOneThatHasGone_harmsNobody() {
        FakePeer gone = harness.subscriber("gone", "topic");
        FakePeer stays = harness.subscriber("stays", "topic");
        gone.drop();
        publisher.publish("topic", 1);
        publisher.publish(QoS.AT_LEAST_ONCE, "topic", 2);
        harness.turn();

        assertThat(gone.publishes()).isEmpty();
        assertThat(stays.values()).containsExactly(1L, 2L);
    }

    @Test
    void publish_sameTopicAgainAndAgain_seesEveryChangeOfSubscriptions() {
        FakePeer first = harness.subscriber("first", "topic");
        publisher.publish("topic", 1);
        FakePeer second = harness.subscriber("second", "*");
        publisher.publish("topic", 2);
        first.unsubscribe("topic");
        harness.turn();
        publisher.publish("topic", 3);
        second.drop();
        publisher.publish("topic", 4);

        assertThat(first.values()).containsExactly(1L, 2L);
        assertThat(second.publishes()).hasSize(2);
    }

    @Test
    void publish_toThousandsOfDifferentTopics_reachesThePattern() {
        FakePeer peer = harness.subscriber("alice", "a/*");
        for (int i = 0; i < 40_000; i++) {
            publisher.publish("a/" + i, i);
            publisher.publish("b/" + i, i);
        }

        assertThat(peer.publishes()).hasSize(40_000);
    }

    @Test
    void publish_withASlotFromAGen1Peer_carriesItsLowBytes() {
        FakePeer peer = harness.subscriber("alice", "topic");
        FakePeer old = harness.connect(PeerKind.GEN1);
        old.publish(PublishFlags.QOS0_SLOT, MessageId.of(0x55_0000_0009L, 16), "topic", 1);

        assertThat(peer.publishes().getFirst().requireId().slot()).isEqualTo(9);
    }
}
