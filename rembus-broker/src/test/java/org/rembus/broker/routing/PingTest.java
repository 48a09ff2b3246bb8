package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.options.RouterOptions.WhenConnected;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 3, ZeroMQ: a component that pings is known, or is let in again as it was. */
final class PingTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final MemoryTwinStore store = new MemoryTwinStore();
    private final MemoryJournal journal = new MemoryJournal(store, 99, 1 << 26);
    private final ManualClock clock = new ManualClock();
    private final RouterHarness harness = restarted(RouterHarness.options().build());

    private RouterHarness restarted(RouterOptions options) {
        return RouterHarness.start(options, journal, store, clock);
    }

    /** How a component loses its connection without noticing. */
    enum Loss {
        CONNECTION,
        BROKER
    }

    private RouterHarness after(Loss loss, FakePeer lost) {
        return switch (loss) {
            case CONNECTION -> {
                lost.drop();
                harness.turn();
                yield harness;
            }
            case BROKER -> restarted(RouterHarness.options().build());
        };
    }

    @Test
    void ping_nameOfTheConnection_isAnsweredNull() {
        FakePeer alice = harness.connect("alice");
        MessageId ping = alice.pingAs("alice");
        harness.turn();

        assertThat(alice.answerTo(ping)).isEqualTo(Message.Response.success(ping));
    }

    @Test
    void ping_anonymousComponent_isAnsweredNull() {
        FakePeer peer = harness.connect();
        MessageId ping = peer.pingAs(UUID.randomUUID().toString());
        harness.turn();

        assertThat(peer.answerTo(ping)).isEqualTo(Message.Response.success(ping));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void ping_componentWasReactive_isAnsweredTwoListsAndDeliveredTo(Loss loss) {
        FakePeer alice = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        RouterHarness next = after(loss, alice);
        next.connect().publish("topic", "while away");
        next.turn();

        FakePeer back = next.connect();
        MessageId ping = back.pingAs("alice");
        next.turn();
        next.connect().publish("topic", "live");
        next.turn();

        assertThat(back.answerTo(ping).data().value()).isEqualTo(List.of(List.of(), List.of()));
        assertThat(back.values()).containsExactly("while away", "live");
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void ping_componentHadStoppedDelivery_isNotDeliveredTo(Loss loss) {
        FakePeer alice = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        alice.notReactive();
        harness.turn();
        RouterHarness next = after(loss, alice);

        FakePeer back = next.connect();
        MessageId ping = back.pingAs("alice");
        next.turn();
        next.connect().publish("topic", "live");
        next.turn();

        assertThat(back.answerTo(ping).status()).isEqualTo(Status.SUCCESS);
        assertThat(back.publishes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void ping_componentThatHasExposed_isCalled(Loss loss) {
        FakePeer alice = harness.connect("alice");
        alice.expose("service");
        harness.turn();
        RouterHarness next = after(loss, alice);

        FakePeer back = next.connect();
        back.pingAs("alice");
        next.turn();
        next.connect().call("service");

        assertThat(back.lastRequest().topic()).isEqualTo("service");
    }

    @Test
    void ping_componentWasNotReactiveOnItsLastConnection_isNotDeliveredTo() {
        FakePeer alice = harness.subscriber(PeerKind.GEN2, "alice", "topic", ALL);
        alice.drop();
        harness.turn();
        harness.connect("alice").drop();
        harness.turn();

        FakePeer back = harness.connect();
        back.pingAs("alice");
        harness.turn();
        harness.connect().publish("topic", "live");
        harness.turn();

        assertThat(back.publishes()).isEmpty();
    }

    @Test
    void ping_nothingIsRememberedOfTheComponent_isDeliveredToOnceItSubscribes() {
        FakePeer peer = harness.connect();
        peer.pingAs("alice");
        harness.turn();
        peer.subscribe("topic");
        harness.turn();
        harness.connect().publish("topic", 1);
        harness.turn();

        assertThat(peer.values()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(WhenConnected.class)
    void ping_nameIsConnectedAndAlive_isRefusedWhateverIsSet(WhenConnected whenConnected) {
        RouterHarness other =
                restarted(RouterHarness.options().whenConnected(whenConnected).build());
        FakePeer older = other.connect("alice");
        FakePeer newer = other.connect();
        MessageId ping = newer.pingAs("alice");
        other.turn();
        clock.advance(Duration.ofMillis(100));
        older.pong();
        clock.advance(Duration.ofSeconds(3));
        other.turn();

        assertThat(newer.answerTo(ping)).isEqualTo(Message.Response.error(ping, Status.ERROR, "already connected"));
        assertThat(newer.closeReason()).isEqualTo(CloseReason.REFUSED);
        assertThat(older.closeReason()).isNull();
    }

    @Test
    void ping_illegalName_isRefused() {
        FakePeer peer = harness.connect();
        MessageId ping = peer.pingAs("../alice");
        harness.turn();

        assertThat(peer.answerTo(ping).status()).isEqualTo(Status.ERROR);
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void ping_nameOfAnother_isAnErrorOnly() {
        FakePeer alice = harness.connect("alice");
        MessageId ping = alice.pingAs("bob");
        harness.turn();

        assertThat(alice.answerTo(ping).status()).isEqualTo(Status.ERROR);
        assertThat(alice.closeReason()).isNull();
    }
}
