package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 7: commands are passed on to components that listen themselves. */
final class NodesTest {
    private final RouterHarness harness = RouterHarness.start();
    private final FakePeer first = harness.connect(PeerKind.NODE, "first");
    private final FakePeer second = harness.connect(PeerKind.NODE, "second");
    private final FakePeer alice = harness.connect("alice");

    @BeforeEach
    void forgetGreetings() {
        first.forgetReceived();
        second.forgetReceived();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "expose", "unexpose"})
    void commandIsPassedOn_nodesAreConnected_underItsIdWithBothLists(String command) {
        MessageId id = alice.admin("topic", command, "extra", 7L);
        harness.turn();

        Message.Admin passed = passedOnTo(first);
        assertThat(passed.id()).isEqualTo(id);
        assertThat(passed.topic()).isEqualTo("topic");
        assertThat(data(passed)).containsEntry("cmd", command).containsEntry("extra", 7L);
        assertThat(data(passed)).containsEntry("touch", List.of("first", "second"));
        assertThat((List<?>) data(passed).get("rmark")).hasSize(1);
        assertThat(data(passedOnTo(second))).isEqualTo(data(passed));
        assertThat(alice.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void commandIsNotPassedOn_toItsSenderOrThoseTouched() {
        first.admin("topic", "subscribe", "touch", List.of("second"), "rmark", List.of(5L));
        harness.turn();

        assertThat(first.received(Message.Admin.class)).isEmpty();
        assertThat(second.received(Message.Admin.class)).isEmpty();
    }

    @Test
    void listsGrow_commandCameThroughAnotherBroker() {
        first.admin("topic", "subscribe", "touch", List.of("other"), "rmark", List.of(5L));
        harness.turn();

        assertThat(data(passedOnTo(second))).containsEntry("touch", List.of("other", "second"));
        assertThat((List<?>) data(passedOnTo(second)).get("rmark"))
                .hasSize(2)
                .element(0)
                .isEqualTo(5L);
    }

    @Test
    void commandIsNotApplied_itHasBeenHereBefore() {
        alice.admin("topic", "subscribe");
        harness.turn();
        Object marks = data(passedOnTo(first)).get("rmark");
        second.forgetReceived();

        MessageId back = first.admin("topic", "subscribe", "rmark", marks);
        first.reactive();
        harness.turn();
        alice.publish("topic", 1);
        harness.turn();

        assertThat(first.answerTo(back).status()).isEqualTo(Status.SUCCESS);
        assertThat(first.publishes()).isEmpty();
        assertThat(second.received(Message.Admin.class)).isEmpty();
    }

    @Test
    void commandIsNotPassedOn_refusedOrOfAnotherTenantOrToAPlainComponent() {
        FakePeer foreign = harness.connect(PeerKind.NODE, "node.acme");
        FakePeer bob = harness.connect("bob");
        MessageId refused = alice.admin("a/*", "expose");
        alice.admin("topic", "subscribe");
        harness.turn();

        assertThat(alice.answerTo(refused).status()).isEqualTo(Status.ERROR);
        assertThat(passedOnTo(first).topic()).isEqualTo("topic");
        assertThat(foreign.received(Message.Admin.class)).isEmpty();
        assertThat(bob.received(Message.Admin.class)).isEmpty();
    }

    @Test
    void commandIsEncodedOnce_manyNodes() {
        MessageId id = alice.admin("topic", "subscribe", "extra", "x".repeat(60_000));
        harness.turn();

        assertThat(passedOnTo(first).id()).isEqualTo(id);
        assertThat(first.lastBody()).isNotNull().isSameAs(second.lastBody());
    }

    @Test
    void commandIsCarriedOutAndReported_tooLongToBePassedOn() {
        MessageId id = alice.admin("topic", "subscribe", "extra", "x".repeat(70_000));
        harness.turn();

        assertThat(alice.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(first.received(Message.Admin.class)).isEmpty();
        assertThat(harness.notices().lines())
                .containsExactly("not passed on first (peer 1): topic", "not passed on second (peer 2): topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "expose", "unexpose"})
    void commandIsRefused_itWouldLookLikeAnEventOfTheBroker(String command) {
        first.extensions(Extension.EVENTS);
        MessageId id = alice.admin("__event__", command, "event", "overtaken");
        harness.turn();

        assertThat(alice.answerTo(id).status()).isEqualTo(Status.ERROR);
        assertThat(first.received(Message.Admin.class)).isEmpty();
    }

    @Test
    void commandIsReported_nodeTakesNoMore() {
        first.setRoom(0);
        alice.admin("topic", "subscribe");
        harness.turn();

        assertThat(harness.notices().lines()).containsExactly("not passed on first (peer 1): topic");
        passedOnTo(second);
    }

    @Test
    void nothingIsPassedOn_nodeHasGone() {
        first.drop();
        second.drop();
        harness.turn();
        MessageId id = alice.admin("topic", "subscribe");
        harness.turn();

        assertThat(alice.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(first.received()).isEmpty();
    }

    @Test
    void callIsAnsweredByItsExposer_commandOfTheSameIdIsUnderWay() {
        first.expose("service");
        harness.turn();
        MessageId call = alice.call("service");
        Message.Rpc request = first.lastRequest();
        first.forgetReceived();

        alice.say(new Message.Admin(request.id(), "topic", Payload.of(Map.of("cmd", "subscribe"))));
        harness.turn();

        assertThat(first.received(Message.Admin.class)).isEmpty();
        first.answer(request, Status.SUCCESS, "result");
        assertThat(alice.answerTo(call).data().value()).isEqualTo("result");
    }

    private static Message.Admin passedOnTo(FakePeer node) {
        List<Message.Admin> passed = node.received(Message.Admin.class);
        assertThat(passed).hasSize(1);
        return passed.getFirst();
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> data(Message.Admin passed) {
        return Objects.requireNonNull((Map<Object, Object>) passed.data().value());
    }
}
