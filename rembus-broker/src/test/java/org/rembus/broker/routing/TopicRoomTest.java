package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.room.TopicRoom;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Topics that hostile components hold take room from each other, and hardly any from others. */
final class TopicRoomTest {
    private static final int LIMIT = 4 * 1024 * 1024;
    private static final int MORE_THAN_FIT = 400;

    private final RouterHarness harness =
            RouterHarness.start(RouterHarness.options().maxTopicBytes(LIMIT).build());

    private static String deep(int i) {
        return "**/" + i + "/" + "*/a/".repeat(62) + "end";
    }

    /** Subscribes to deep patterns until that is refused; how many were taken. */
    private int attack(FakePeer hostile, String mark) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            MessageId id = hostile.subscribe(mark + "/" + deep(i));
            harness.turn();
            Message.Response answer = hostile.answerTo(id);
            if (answer.status() == Status.ERROR) {
                assertThat(answer.data().value()).asString().contains("memory");
                return i;
            }
        }
        return MORE_THAN_FIT;
    }

    @Test
    void subscribe_deepPatternsOfOne_endsAtHalfAndLeavesOthersAlone() {
        FakePeer hostile = harness.connect();
        long most = LIMIT / 2 / TopicRoom.bytesOf("x/" + deep(0)) + 1;
        assertThat(attack(hostile, "x")).isPositive().isLessThanOrEqualTo((int) most);

        FakePeer bystander = harness.subscriber("bystander", "sensor/*");
        harness.connect().publish(QoS.AT_LEAST_ONCE, "sensor/1", 7);
        harness.turn();
        assertThat(bystander.publishes()).hasSize(1);
    }

    @Test
    void subscribe_ofManyHostile_leavesRoomForOneMore() {
        for (int i = 0; i < 10; i++) {
            attack(harness.connect(), "attacker" + i);
        }
        FakePeer bystander = harness.connect();
        MessageId id = bystander.subscribe("sensor/*");
        harness.turn();

        assertThat(bystander.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void lostConnection_anonymousAndNamed_givesAllBack() {
        FakePeer anonymous = harness.connect();
        FakePeer named = harness.connect("alice");
        int first = attack(anonymous, "x");
        attack(named, "x");
        anonymous.drop();
        named.drop();
        harness.turn();

        assertThat(attack(harness.connect(), "x")).isEqualTo(first);
    }

    @Test
    void unsubscribe_andUnexpose_giveBack() {
        FakePeer peer = harness.connect();
        int first = attack(peer, "x");
        for (int i = 0; i < first; i++) {
            peer.unsubscribe("x/" + deep(i));
        }
        harness.turn();

        assertThat(attack(peer, "x")).isEqualTo(first);
    }

    @Test
    void setup_bothListsFitAloneButNotTogether_takesNothing() {
        long most = LIMIT / 2 / TopicRoom.bytesOf("s/" + "x/".repeat(120));
        List<String> topics = IntStream.range(0, (int) (most * 3 / 4))
                .mapToObj(i -> "%d/".formatted(i % 10) + "x/".repeat(120) + i / 10)
                .toList();
        FakePeer peer = harness.connect();
        MessageId both = peer.setup(topics, topics);
        harness.turn();
        assertThat(peer.answerTo(both).status()).isEqualTo(Status.ERROR);

        MessageId one = peer.setup(topics, List.of());
        harness.turn();
        assertThat(peer.answerTo(one).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void setup_moreThanFits_takesNothing() {
        FakePeer peer = harness.connect();
        MessageId tooMuch = peer.setup(
                IntStream.range(0, MORE_THAN_FIT).mapToObj(TopicRoomTest::deep).toList(), List.of());
        harness.turn();
        assertThat(peer.answerTo(tooMuch).status()).isEqualTo(Status.ERROR);

        MessageId few = peer.setup(List.of("a"), List.of("b"));
        harness.turn();
        assertThat(peer.answerTo(few).status()).isEqualTo(Status.SUCCESS);
    }
}
