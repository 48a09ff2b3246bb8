package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** What hostile components leave unanswered takes room from each other, and hardly any from others. */
final class UnansweredRoomTest {
    private static final int LIMIT = 64 * 1024;
    private static final int MORE_THAN_FIT = 1000;

    private static RouterHarness harness(Storing storing) {
        return RouterHarness.start(RouterHarness.options()
                .maxUnansweredBytes(LIMIT)
                .store(new StorePolicy(TopicRules.none(), storing))
                .build());
    }

    /** Publishes at QoS 2, and never says ACK2: how many were acknowledged. */
    private static int attack(RouterHarness harness, FakePeer hostile) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            hostile.publish(QoS.EXACTLY_ONCE, "topic", i);
        }
        harness.turn();
        return hostile.acks().size();
    }

    @ParameterizedTest
    @EnumSource(
            value = Storing.class,
            names = {"ALL", "NONE"})
    void publish_withoutAck2_endsAtHalfAndLeavesOthersAlone(Storing storing) {
        RouterHarness harness = harness(storing);
        FakePeer hostile = harness.connect();
        long most = LIMIT / 2 / HeldIds.bytesOf(hostile.newId());
        assertThat(attack(harness, hostile)).isPositive().isLessThanOrEqualTo((int) most);
        assertThat(harness.dropped(DropReason.NOT_STORED)).isPositive();

        FakePeer listener = harness.subscriber("listener", "other");
        FakePeer bystander = harness.connect();
        bystander.publish(QoS.EXACTLY_ONCE, "other", 7);
        harness.turn();
        assertThat(bystander.acks()).hasSize(1);
        assertThat(listener.values()).containsExactly(7L);
    }

    @Test
    void publish_beyondTheRoom_isRefusedForNow_andTakenAfterAck2() {
        RouterHarness harness = harness(Storing.ALL);
        FakePeer publisher = harness.connect().extensions(Extension.NACK);
        attack(harness, publisher);
        MessageId refused = publisher.publish(QoS.EXACTLY_ONCE, "topic", "late");
        harness.turn();
        assertThat(publisher.answerTo(refused).data().value()).isEqualTo("topic: cannot be stored now");

        publisher.say(new Message.Ack2(publisher.acks().getFirst()));
        publisher.forgetReceived();
        publisher.publish(QoS.EXACTLY_ONCE, "topic", "later");
        harness.turn();
        assertThat(publisher.acks()).hasSize(1);
    }

    @Test
    void idsOfOneThatHasGone_areGivenBack() {
        RouterHarness harness = harness(Storing.ALL);
        FakePeer anonymous = harness.connect();
        int taken = attack(harness, anonymous);
        anonymous.drop();
        harness.turn();

        FakePeer named = harness.connect("alice");
        assertThat(attack(harness, named)).isEqualTo(taken);
        named.drop();
        harness.turn();
        assertThat(attack(harness, harness.connect())).isEqualTo(taken);
    }

    @Test
    void idsOfOneThatComesBack_countAgain() {
        RouterHarness harness = harness(Storing.ALL);
        FakePeer named = harness.connect("alice");
        int taken = attack(harness, named);
        named.drop();
        harness.turn();

        FakePeer again = harness.connect("alice");
        assertThat(attack(harness, again)).isZero();
        assertThat(attack(harness, harness.connect())).isBetween(1, taken - 1);
    }

    @Test
    void calls_thatAreNotAnswered_endAtHalfAndLeaveOthersAlone() {
        RouterHarness harness = harness(Storing.ALL);
        FakePeer exposer = harness.connect("exposer");
        String topic = "x".repeat(1000);
        exposer.expose(topic);
        harness.turn();
        FakePeer hostile = harness.connect();
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            hostile.call(topic);
        }
        MessageId refused = hostile.call(topic);
        assertThat(hostile.answerTo(refused).data().value()).asString().endsWith(": too many requests under way");
        assertThat(exposer.received(Message.Rpc.class))
                .hasSizeLessThanOrEqualTo(LIMIT / 2 / topic.length())
                .isNotEmpty();
        int taken = exposer.received(Message.Rpc.class).size();

        MessageId asked = harness.connect().call(topic);
        assertThat(exposer.received(Message.Rpc.class)).hasSize(taken + 1);
        assertThat(asked).isNotNull();
        exposer.received(Message.Rpc.class).forEach(request -> exposer.answer(request, Status.SUCCESS, 1));
        exposer.forgetReceived();
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            hostile.call(topic);
        }
        assertThat(exposer.received(Message.Rpc.class)).hasSize(taken);
    }
}
