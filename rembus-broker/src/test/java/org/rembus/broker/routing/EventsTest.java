package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.BrokerEvent;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.QoS;

/** PROTOCOL.md section 15, what a broker tells a component that agreed on it. */
final class EventsTest {
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final long SMALL_JOURNAL_BYTES = 20_000;

    private RouterHarness harness = RouterHarness.start();

    @Test
    void componentIsTold_dropsForItCounted_onceASecond() {
        FakePeer slow = harness.subscriber("slow", "t/*").extensions(Extension.EVENTS);
        FakePeer publisher = harness.connect();
        drop(slow, publisher, "t/a", 3);
        drop(slow, publisher, "t/b", 2);
        assertThat(events(slow)).isEmpty();

        harness.advance(Duration.ofSeconds(1));
        assertThat(events(slow)).containsExactly(new BrokerEvent.SlowConsumer(5, Map.of("t/*", 5L)));

        harness.advance(Duration.ofSeconds(5));
        drop(slow, publisher, "t/a", 1);
        harness.advance(Duration.ofMillis(999));
        assertThat(events(slow)).hasSize(1);
        harness.advance(Duration.ofMillis(1));
        assertThat(events(slow)).last().isEqualTo(new BrokerEvent.SlowConsumer(1, Map.of("t/*", 1L)));
    }

    @Test
    void componentIsTold_outputFullWhenItIsDue_whenThereIsRoom() {
        FakePeer slow = harness.subscriber("slow", "t").extensions(Extension.EVENTS);
        FakePeer publisher = harness.connect();
        slow.setRoom(0);
        publisher.publish("t", 1);
        harness.advance(Duration.ofSeconds(1));
        publisher.publish("t", 2);
        assertThat(events(slow)).isEmpty();

        slow.writeOut(100);
        harness.advance(Duration.ofSeconds(1));
        assertThat(events(slow)).containsExactly(new BrokerEvent.SlowConsumer(2, Map.of("t", 2L)));
    }

    @Test
    void topicsAreLeftOut_veryManyConcerned_butCounted() {
        FakePeer slow = harness.connect("slow").extensions(Extension.EVENTS);
        for (int i = 0; i < 40; i++) {
            slow.subscribe("t" + i);
        }
        slow.reactive();
        harness.turn();
        FakePeer publisher = harness.connect();
        slow.setRoom(0);
        for (int i = 0; i < 40; i++) {
            publisher.publish("t" + i, i);
        }
        slow.writeOut(1000);
        harness.advance(Duration.ofSeconds(1));

        assertThat(events(slow)).singleElement().isInstanceOfSatisfying(BrokerEvent.SlowConsumer.class, event -> {
            assertThat(event.dropped()).isEqualTo(40);
            assertThat(event.topics()).hasSize(32);
        });
    }

    @Test
    void componentIsTold_overtakenByRetention_howManyAreGone() {
        harness = RouterHarness.start(RouterHarness.options().build(), SMALL_JOURNAL_BYTES);
        harness.subscriber(PeerKind.GEN2, "alice", "t", ALL).drop();
        publishMore();
        FakePeer alice = harness.connect("alice").extensions(Extension.EVENTS);
        alice.reactive();
        harness.turn();

        assertThat(events(alice)).singleElement().isInstanceOfSatisfying(BrokerEvent.Overtaken.class, event -> {
            assertThat(event.topic()).isEqualTo("t");
            assertThat(event.lost()).isEqualTo(harness.dropped(DropReason.OVERTAKEN));
        });
    }

    @Test
    void componentIsTold_overtakenWhileItsOutputIsFull_later() {
        harness = RouterHarness.start(RouterHarness.options().build(), SMALL_JOURNAL_BYTES);
        harness.subscriber(PeerKind.GEN2, "alice", "t", ALL).drop();
        publishMore();
        FakePeer alice = harness.connect("alice").extensions(Extension.EVENTS);
        alice.setRoom(0);
        alice.reactive();
        harness.turn();
        assertThat(events(alice)).isEmpty();

        alice.writeOut(10_000);
        harness.advance(Duration.ofSeconds(1));
        assertThat(events(alice))
                .hasOnlyElementsOfType(BrokerEvent.Overtaken.class)
                .hasSize(1);
    }

    @Test
    void everyComponentThatAgreedIsTold_brokerStops_once() {
        FakePeer told = harness.connect("told").extensions(Extension.EVENTS, Extension.NACK);
        FakePeer full = harness.connect().extensions(Extension.EVENTS);
        FakePeer stranger = harness.connect("stranger").extensions(Extension.NACK);
        full.setRoom(0);

        harness.router().stop();
        harness.turn();
        assertThat(events(told)).containsExactly(new BrokerEvent.Draining());
        assertThat(stranger.received()).isEmpty();

        full.writeOut(10);
        harness.advance(Duration.ofSeconds(1));
        harness.advance(Duration.ofSeconds(1));
        assertThat(events(told)).hasSize(1);
        assertThat(events(full)).containsExactly(new BrokerEvent.Draining());
    }

    @Test
    void strangerHearsNothing_messagesDropped() {
        FakePeer slow = harness.subscriber("slow", "t");
        drop(slow, harness.connect(), "t", 3);
        harness.advance(Duration.ofSeconds(2));

        assertThat(slow.received()).isEmpty();
    }

    @Test
    void nobodyIsTold_connectionGoneBeforeItIsDue() {
        FakePeer slow = harness.subscriber("slow", "t").extensions(Extension.EVENTS);
        drop(slow, harness.connect(), "t", 3);
        slow.drop();
        harness.advance(Duration.ofSeconds(2));

        assertThat(slow.received()).isEmpty();
    }

    private static void drop(FakePeer slow, FakePeer publisher, String topic, int count) {
        slow.setRoom(0);
        for (int i = 0; i < count; i++) {
            publisher.publish(topic, i);
        }
        slow.writeOut(100);
    }

    private void publishMore() {
        FakePeer publisher = harness.connect();
        for (int i = 0; i < 200; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "t", new byte[500]);
        }
        harness.turn();
    }

    private static List<BrokerEvent> events(FakePeer peer) {
        return peer.received(Message.Admin.class).stream()
                .filter(admin -> admin.topic().equals(BrokerEvent.TOPIC))
                .map(admin -> BrokerEvent.parse(admin.data()).orElseThrow())
                .toList();
    }
}
