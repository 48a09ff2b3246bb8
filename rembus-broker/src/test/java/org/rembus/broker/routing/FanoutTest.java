package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.json.Dialect;

/** One message in its many forms: few bytes for each, one payload for all. */
final class FanoutTest {
    private static final MessageId ID = MessageId.of(7, MessageId.GEN2_LENGTH).withSlot(99);

    private final Twin twin = new Twin(new Rid("subscriber"), new Tenancy(".", "."), 10);
    private final PeerTraits peer = new PeerTraits(() -> Dialect.UNSAID);

    private Subscription subscription(String topic) {
        return new Subscription(twin, 1, Topic.of(topic), 0, 0);
    }

    private static Fanout fanout(PublishFlags flags, Payload data) {
        return new Fanout(new PublishRecord(0, ".", "publisher", flags, flags.hasId() ? ID : null, "a/b", data));
    }

    private static byte[] whole(Outgoing outgoing) {
        byte[] head = outgoing.head();
        byte[] whole = java.util.Arrays.copyOf(head, head.length + outgoing.body().length);
        System.arraycopy(outgoing.body(), 0, whole, head.length, outgoing.body().length);
        return whole;
    }

    @Test
    void sharesOnePayload_largeMessageToManyPatterns() {
        Payload data = Payload.ofArguments(new byte[100_000], 1);
        Fanout fanout = fanout(PublishFlags.QOS2, data);
        Set<byte[]> bodies = Collections.newSetFromMap(new IdentityHashMap<>());
        int heads = 0;
        for (int i = 0; i < 1000; i++) {
            Subscription pattern = subscription("**/x" + i + "/**");
            Outgoing direct = fanout.atMostOnce(pattern, peer);
            InFlight delivery = new InFlight(pattern, i, fanout.record(), PublishFlags.of(QoS.EXACTLY_ONCE, false), ID);
            Outgoing acknowledged = fanout.acknowledged(delivery);
            bodies.add(direct.body());
            bodies.add(acknowledged.body());
            heads += direct.head().length + acknowledged.head().length;
            assertThat(whole(direct))
                    .isEqualTo(MessageEncoder.encode(
                            Message.Publish.of(pattern.topic().toString(), data.behind("a/b"))));
        }
        assertThat(bodies).hasSize(1);
        assertThat(heads).isLessThan(1000 * 100);
    }

    @Test
    void sharesTheRecordsOwnPayload_largeMessageUnderItsTopic() {
        Payload data = Payload.ofArguments(new byte[100_000]);
        Outgoing outgoing = fanout(PublishFlags.QOS0, data).atMostOnce(subscription("a/b"), peer);
        assertThat(outgoing.body()).isSameAs(data.bytes());
    }

    @Test
    void isOneArray_smallMessage() {
        Outgoing outgoing = fanout(PublishFlags.QOS0, Payload.ofArguments(1)).atMostOnce(subscription("a/b"), peer);
        assertThat(outgoing.head()).isEmpty();
        assertThat(outgoing.body()).isEqualTo(MessageEncoder.encode(Message.Publish.of("a/b", Payload.ofArguments(1))));
    }

    @Test
    void makesEachFormOnce_forTheSubscribersOfOneTopic() {
        Fanout fanout = fanout(PublishFlags.of(QoS.AT_LEAST_ONCE, true), Payload.ofArguments(1));
        PeerTraits gen1 = new PeerTraits(() -> Dialect.UNSAID);
        gen1.learnFrom(MessageId.of(1, MessageId.GEN1_LENGTH));
        List<Message> made = new ArrayList<>();
        for (String topic : List.of("a/b", "a/*", "**")) {
            Outgoing plain = fanout.atMostOnce(subscription(topic), gen1);
            Outgoing slotted = fanout.atMostOnce(subscription(topic), peer);
            assertThat(fanout.atMostOnce(subscription(topic), gen1)).isSameAs(plain);
            assertThat(fanout.atMostOnce(subscription(topic), peer)).isSameAs(slotted);
            made.add(plain.message());
            made.add(slotted.message());
        }
        assertThat(made)
                .extracting(message -> ((Message.Publish) message).topic())
                .containsExactly("a/b", "a/b", "a/*", "a/*", "**", "**");
        assertThat(made)
                .extracting(message -> ((Message.Publish) message).flags().hasSlot())
                .containsExactly(false, true, false, true, false, true);
        assertThat(((Message.Publish) made.get(3)).requireId().slot()).isEqualTo(99);
    }
}
