package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.client.ComponentOptions.WhenDisconnected;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Connections that break, over real sockets. */
@Timeout(30)
final class ReconnectTest {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    private final ComponentListener listener = new ComponentListener() {
        @Override
        public void onConnected() {
            events.add("connected");
        }

        @Override
        public void onDisconnected(NotConnectedException cause) {
            events.add("disconnected " + cause.reason());
        }

        @Override
        public void onConnectFailed(RembusException cause, Duration pause) {
            events.add("failed");
        }

        @Override
        public void onReconnected() {
            events.add("reconnected");
        }
    };

    @Test
    void componentComesBack_connectionDropped_withEverythingItHad() throws Exception {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer first = broker.awaitPeer();
            component.subscribe("t", message -> events.add(message.toString()));
            component.expose("svc", () -> "ok");
            first.drop();

            ScriptedPeer second = broker.awaitPeer();
            assertThat(second.next(Message.Identity.class).cid()).isEqualTo("alice");
            assertThat(second.next(Message.Admin.class).data().value())
                    .isEqualTo(Map.of("cmd", "setup", "subscribers", List.of("t"), "exposers", List.of("svc")));
            expectEvents("connected", "disconnected DISCONNECTED", "reconnected");
            second.send(Message.Publish.of("t", Payload.of(List.of("hello"))));
            expectEvents("t[\"hello\"]");
        }
        expectEvents("disconnected CLOSED");
    }

    @Test
    void callWaits_brokerAway_andGoesOutWhenItIsBack() {
        try (Component component = Rembus.component(options("").build())) {
            broker.script(
                    Message.Rpc.class,
                    (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("late"))));
            broker.awaitPeer();
            broker.goAway();
            await().until(() -> !component.isConnected());
            CompletableFuture<Result> call = component.async().rpc("svc", 1);
            CompletableFuture<Void> publish = component.async().publish("t", 2);
            CompletableFuture<Void> assured = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(3));

            broker.comeBack();

            assertThat(call)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(Result::value)
                    .isEqualTo("late");
            assertThat(publish).succeedsWithin(Duration.ofSeconds(10));
            assertThat(assured).succeedsWithin(Duration.ofSeconds(10));
            assertThat(broker.awaitPeer().received(Message.Publish.class)).hasSize(2);
        }
    }

    @Test
    void callFails_brokerAwayAndToldToFailFast_atOnce() {
        try (Component component = Rembus.component(
                options("").whenDisconnected(WhenDisconnected.FAIL_FAST).build())) {
            broker.close();
            await().until(() -> !component.isConnected());

            assertThatThrownBy(() -> component.rpc("svc"))
                    .isInstanceOfSatisfying(
                            NotConnectedException.class,
                            failure -> assertThat(failure.mayRetry()).isTrue());
            assertThatThrownBy(() -> component.publish("t")).isInstanceOf(NotConnectedException.class);
        }
    }

    @Test
    void callFails_connectionLostMeanwhile_withUnknownOutcome() {
        try (Component component = Rembus.component(options("").build())) {
            CompletableFuture<Result> call = component.async().rpc("svc");
            ScriptedPeer peer = broker.awaitPeer();
            peer.next(Message.Rpc.class);
            peer.drop();

            assertThat(call)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            failure -> assertThat(failure.outcomeUnknown()).isTrue());
        }
    }

    @Test
    void publishArrives_brokerLeftBeforeTheAck_underTheSameIdOnTheNextConnection() {
        broker.ignore(Message.Publish.class);
        try (Component component = Rembus.component(options("/alice").build())) {
            CompletableFuture<Void> publish = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.EXACTLY_ONCE).with("x"));
            ScriptedPeer first = broker.awaitPeer();
            Message.Publish before = first.next(Message.Publish.class);
            first.close(1001, "going away");

            ScriptedPeer second = broker.awaitPeer();
            Message.Publish again = second.next(Message.Publish.class);
            assertThat(again).isEqualTo(before);
            second.send(new Message.Ack(again.requireId()));
            assertThat(publish).succeedsWithin(Duration.ofSeconds(10));
            assertThat(second.next(Message.Ack2.class).id()).isEqualTo(before.id());
        }
    }

    @Test
    void componentStaysAway_overwritten_andForeverEnds() throws Exception {
        try (Component component = Rembus.component(options("/alice").build())) {
            broker.awaitPeer().close(4000, "overwritten");

            assertThatThrownBy(component::forever)
                    .isInstanceOfSatisfying(
                            NotConnectedException.class,
                            failure ->
                                    assertThat(failure.reason()).isEqualTo(NotConnectedException.Reason.OVERWRITTEN));
            expectEvents("connected", "disconnected OVERWRITTEN");
            assertThatThrownBy(() -> component.rpc("svc"))
                    .isInstanceOfSatisfying(
                            NotConnectedException.class,
                            failure -> assertThat(failure.mayRetry()).isFalse());
            assertThat(broker.hasPeer()).isFalse();
        }
    }

    @Test
    void componentConnects_brokerStartsLater_ifItMayKeepTrying() {
        broker.goAway();
        ComponentOptions stubborn = options("/alice")
                .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                .build();
        try (Component component = Rembus.component(stubborn)) {
            assertThat(component.isConnected()).isFalse();

            broker.comeBack();

            await().until(component::isConnected);
        }
    }

    @Test
    void subscriptionHolds_connectionLostWhileItWasMade_andItsCallReturns() {
        broker.ignore(Message.Admin.class);
        try (Component component = Rembus.component(options("/alice").build())) {
            CompletableFuture<Void> subscribing = component.async().subscribe("t", message -> {});
            ScriptedPeer first = broker.awaitPeer();
            first.next(Message.Admin.class);
            broker.script(Message.Admin.class, (peer, admin) -> peer.send(Message.Response.success(admin.id())));
            first.drop();

            assertThat(subscribing).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private ComponentOptions.Builder options(String name) {
        return ComponentOptions.builder()
                .address(broker.url() + name)
                .reconnectPeriod(Duration.ofMillis(100))
                .listener(listener);
    }

    private void expectEvents(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(each);
        }
    }
}
