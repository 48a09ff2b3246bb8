package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.journal.memory.SteppedJournal;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 7: what commands do, and how they are answered. */
final class CommandTest {
    private final RouterHarness harness = RouterHarness.start();

    @ParameterizedTest
    @CsvSource({"subscribe, unsubscribe, expose, unexpose", "add_interest, remove_interest, add_impl, remove_impl"})
    void commands_ofEitherVocabulary_areCarriedOut(
            String subscribe, String unsubscribe, String expose, String unexpose) {
        FakePeer peer = harness.connect("alice");
        FakePeer other = harness.connect("bob");
        List<MessageId> ids =
                List.of(peer.admin("topic", subscribe, "msg_from", 0L), peer.admin("service", expose), peer.reactive());
        harness.turn();
        other.publish("topic", 1);
        other.call("service");
        harness.turn();
        assertThat(peer.values()).containsExactly(1L);
        assertThat(peer.lastRequest().topic()).isEqualTo("service");

        List<MessageId> undone = List.of(peer.admin("topic", unsubscribe), peer.admin("service", unexpose));
        harness.turn();
        other.publish("topic", 2);
        MessageId call = other.call("service");
        harness.turn();
        assertThat(peer.values()).containsExactly(1L);
        assertThat(other.answerTo(call).status()).isEqualTo(Status.METHOD_NOT_FOUND);
        for (MessageId id : ids) {
            assertThat(peer.answerTo(id)).isEqualTo(Message.Response.success(id));
        }
        for (MessageId id : undone) {
            assertThat(peer.answerTo(id)).isEqualTo(Message.Response.success(id));
        }
    }

    @Test
    void commands_ofAnAnonymousPeer_areCarriedOut() {
        FakePeer peer = harness.connect();
        peer.subscribe("topic");
        peer.expose("service");
        peer.reactive();
        harness.turn();
        assertThat(peer.received()).hasSize(3);

        FakePeer other = harness.connect();
        other.publish("topic", 1);
        MessageId call = other.call("service");
        peer.answer(peer.lastRequest(), Status.SUCCESS, "result");
        assertThat(peer.values()).containsExactly(1L);
        assertThat(other.answerTo(call).data().value()).isEqualTo("result");
    }

    @Test
    void command_unknown_isAnswered47() {
        FakePeer peer = harness.connect();
        MessageId id = peer.admin("topic", "frobnicate");

        assertThat(peer.answerTo(id))
                .isEqualTo(Message.Response.error(id, Status.UNKNOWN_COMMAND, "frobnicate: unknown command"));
    }

    @Test
    void command_malformed_isAnswered10() {
        FakePeer peer = harness.connect();
        for (Object data : List.of(List.of(), Map.of(), Map.of("cmd", 3L), "subscribe")) {
            MessageId id = peer.newId();
            peer.say(new Message.Admin(id, "topic", Payload.of(data)));
            assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
            assertThat(peer.answerTo(id).data().value()).isInstanceOf(String.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_topic", "authorize", "broker_config", "shutdown", "private_topics_config"})
    void command_forAdministrators_isAnswered10WithNull(String command) {
        FakePeer peer = harness.connect("alice");
        MessageId id = peer.admin("topic", command, "cid", "bob");

        assertThat(peer.answerTo(id)).isEqualTo(new Message.Response(id, Status.ERROR, Payload.NULL));
    }

    @Test
    void unsubscribe_whatIsNotThere_isASuccess() {
        FakePeer peer = harness.connect("alice");
        MessageId unsubscribed = peer.unsubscribe("topic");
        MessageId unexposed = peer.admin("service", "unexpose");
        harness.turn();

        for (MessageId id : List.of(unsubscribed, unexposed)) {
            assertThat(peer.answerTo(id)).isEqualTo(Message.Response.success(id));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb"})
    void subscribe_illegalTopic_isRefused(String topic) {
        FakePeer peer = harness.connect("alice");
        List<MessageId> ids = List.of(
                peer.subscribe(topic),
                peer.unsubscribe(topic),
                peer.expose(topic),
                peer.admin(topic, "unexpose"),
                peer.setup(List.of(topic), List.of()),
                peer.setup(List.of(), List.of(topic)));
        harness.turn();

        for (MessageId id : ids) {
            assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/*", "**", "*"})
    void expose_pattern_isRefused(String topic) {
        FakePeer peer = harness.connect("alice");
        MessageId id = peer.expose(topic);
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void setup_bothLists_addsAllThenDelivers() {
        FakePeer peer = harness.connect("alice");
        MessageId id = peer.setup(List.of("a", "b/*"), List.of("service"));
        harness.turn();
        FakePeer other = harness.connect("bob");
        other.publish("a", 1);
        other.publish("b/c", 2);
        other.call("service");

        assertThat(peer.answerTo(id)).isEqualTo(Message.Response.success(id));
        assertThat(peer.values()).containsExactly(1L, "b/c");
        assertThat(peer.lastRequest().topic()).isEqualTo("service");
    }

    @Test
    void setup_topicOnceMore_keepsItsMsgFromAndRemovesNothing() {
        FakePeer peer = harness.subscriber(PeerKind.GEN2, "alice", "kept", Double.POSITIVE_INFINITY);
        peer.drop();
        harness.turn();
        harness.connect("bob").publish("kept", 1);
        harness.connect().publish("new", 2);
        harness.turn();

        FakePeer again = harness.connect("alice");
        again.setup(List.of("new"), List.of());
        harness.turn();

        assertThat(again.values()).containsExactly(1L);
    }

    @Test
    void setup_whileItsSubscribeWaitsForTheJournal_keepsItsMsgFrom() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer publisher = stepped.connect();
        publisher.publish("topic", 1);
        FakePeer peer = stepped.connect("alice");
        MessageId subscribed = peer.subscribe("topic", Double.POSITIVE_INFINITY);
        MessageId setup = peer.setup(List.of("topic"), List.of());
        journal.drain();

        assertThat(peer.answerTo(subscribed).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.answerTo(setup).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void setup_afterAnUnsubscribeThatWaitsForTheJournal_subscribesAgain() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        peer.subscribe("topic");
        journal.drain();
        peer.unsubscribe("topic");
        peer.setup(List.of("topic"), List.of());
        journal.drain();
        stepped.connect().publish("topic", 1);
        journal.drain();

        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void setup_partOfItLost_isAnswered10() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        journal.drain();
        MessageId id = peer.setup(List.of("a", "b"), List.of("c"));
        // that there is such a component, and its first subscription
        journal.lose(2);
        journal.drain();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        MessageId again = peer.setup(List.of("a", "b"), List.of("c"));
        journal.drain();
        stepped.connect().publish("a", 1);
        assertThat(peer.answerTo(again).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void commands_thatCannotBeStored_areAnswered10() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        journal.drain();
        List<MessageId> ids = List.of(peer.subscribe("a"), peer.expose("b"), peer.reactive(), peer.notReactive());
        journal.lose(journal.pending());

        for (MessageId id : ids) {
            assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        }
    }

    @Test
    void commands_beforeTheirChangeIsDurable_areNotAnswered() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        journal.drain();
        MessageId id = peer.subscribe("topic");
        int changes = journal.pending();
        journal.number(changes);
        assertThat(peer.answersTo(id)).isEmpty();

        journal.makeDurable(changes);
        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void reactive_onThenOffInOneGo_endsOff() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        peer.subscribe("topic");
        peer.reactive();
        peer.notReactive();
        journal.drain();
        stepped.connect().publish("topic", 1);
        journal.drain();

        assertThat(peer.received(Message.Response.class)).hasSize(3);
        assertThat(peer.publishes()).isEmpty();
    }

    @Test
    void reactive_offThenOnInOneGo_endsOn() {
        SteppedJournal journal = new SteppedJournal();
        RouterHarness stepped = RouterHarness.start(RouterHarness.options().build(), journal);
        FakePeer peer = stepped.connect("alice");
        peer.subscribe("topic");
        peer.reactive();
        journal.drain();
        peer.notReactive();
        peer.reactive();
        journal.drain();
        stepped.connect().publish("topic", 1);
        journal.drain();

        assertThat(peer.values()).containsExactly(1L);
    }

    @Test
    void subscribe_moreTopicsThanAllowed_isRefused() {
        RouterHarness small =
                RouterHarness.start(RouterHarness.options().maxTopics(2).build());
        FakePeer peer = small.connect("alice");
        MessageId first = peer.setup(List.of("a", "b"), List.of("s", "t"));
        MessageId subscribed = peer.subscribe("c");
        MessageId exposed = peer.expose("u");
        MessageId setup = peer.setup(List.of("c"), List.of());
        small.turn();

        assertThat(peer.answerTo(first).status()).isEqualTo(Status.SUCCESS);
        for (MessageId id : List.of(subscribed, exposed, setup)) {
            assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        }
    }

    @Test
    void subscribe_patternsOfMoreLevelsThanAllowed_isRefused() {
        RouterHarness small =
                RouterHarness.start(RouterHarness.options().maxPatternLevels(4).build());
        FakePeer peer = small.connect("alice");
        List<MessageId> taken = List.of(
                peer.subscribe("**/a"), peer.subscribe("1/*/b"), peer.subscribe("2/*/b"), peer.subscribe("plain"));
        List<MessageId> refused = List.of(peer.subscribe("*"), peer.setup(List.of("other", "**/b"), List.of()));
        MessageId again = peer.subscribe("**/a");
        FakePeer bob = small.connect("bob");
        MessageId others = bob.subscribe("**/b");
        small.turn();
        peer.unsubscribe("**/a");
        MessageId inItsPlace = peer.subscribe("**/b");
        small.turn();

        assertThat(taken)
                .allSatisfy(id -> assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS));
        assertThat(refused)
                .allSatisfy(id ->
                        assertThat(peer.answerTo(id).data().value()).asString().contains("more than 4 levels"));
        assertThat(peer.answerTo(again).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.answerTo(inItsPlace).status()).isEqualTo(Status.SUCCESS);
        assertThat(bob.answerTo(others).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void setup_sameTopicsAsEverAtTheLimit_isASuccess() {
        RouterHarness small =
                RouterHarness.start(RouterHarness.options().maxTopics(2).build());
        FakePeer peer = small.connect("alice");
        peer.setup(List.of("a", "b"), List.of("s", "t"));
        small.turn();
        MessageId again = peer.setup(List.of("a", "b", "a"), List.of("s", "t"));
        MessageId subscribed = peer.subscribe("b");
        small.turn();

        assertThat(peer.answerTo(again).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.answerTo(subscribed).status()).isEqualTo(Status.SUCCESS);
    }
}
