package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.client.ZmqRouter.Received;

/** A component over ZeroMQ, at a ROUTER that is not ours. */
@Timeout(30)
final class ZmqComponentTest {
    private static final long IDENTITY = 0;
    private static final long PUBLISH = 1;
    private static final long ADMIN = 3;
    private static final Duration NEVER = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(50);

    @AutoClose
    private final ZmqRouter router = new ZmqRouter();

    private ComponentOptions options(String name, Duration pingInterval) {
        return ComponentOptions.builder()
                .address(router.url() + name)
                .reconnectPeriod(Duration.ofMillis(10))
                .pingInterval(pingInterval)
                .build();
    }

    @Test
    void saysWhoItIsAndWhatItWants_asPeersDo() throws Exception {
        try (Component component = Rembus.component(options("/alice", NEVER))) {
            component.subscribe("in", message -> {});
            component.publish("out", 1, "x".repeat(300));
            Received identity = router.next(IDENTITY);
            assertThat(identity.header()).hasSize(4).endsWith("alice", Map.of());
            assertThat(identity.data()).isNull();
            Received command = router.next(ADMIN);
            assertThat(command.header().subList(2, 4)).isEqualTo(Arrays.asList("in", null));
            assertThat(command.data())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("cmd", "subscribe");
            Received publish = router.next(PUBLISH);
            assertThat(publish.header()).isEqualTo(List.of(PUBLISH, "out"));
            assertThat(publish.data()).isEqualTo(List.of(1L, "x".repeat(300)));
        }
    }

    @Test
    void pingsByItsName_andStays_brokerKnowsIt() throws Exception {
        try (Component component = Rembus.component(options("/alice", SOON))) {
            for (int i = 0; i < 5; i++) {
                assertThat(router.next(ZmqRouter.PING).header()).hasSize(3).endsWith("alice");
            }
            assertThat(component.isConnected()).isTrue();
            assertThat(router.received())
                    .filteredOn(message -> message.isOfType(IDENTITY))
                    .hasSize(1);
        }
    }

    @Test
    void pingsByAnyName_anonymous() throws Exception {
        router.answerPings(List.of(List.of(), List.of()));
        try (Component component = Rembus.component(options("", SOON))) {
            Object first = router.next(ZmqRouter.PING).header().getLast();
            assertThat(first.toString()).hasSize(36);
            assertThat(router.next(ZmqRouter.PING).header().getLast()).isEqualTo(first);
            assertThat(component.isConnected()).isTrue();
        }
    }

    @Test
    void beginsAnewWithAllThatItHad_brokerDidNotKnowItAnyMore() throws Exception {
        try (Component component = Rembus.component(options("/alice", SOON))) {
            component.subscribe("in", message -> {});
            String peer = router.next(IDENTITY).peer();
            router.answerPings(List.of(List.of(), List.of()));
            Received again = router.next(IDENTITY);
            router.answerPingsByNull();
            assertThat(again.peer()).isNotEqualTo(peer);
            assertThat(again.header()).endsWith("alice", Map.of());
            assertThat(router.next(ADMIN).data())
                    .isEqualTo(Map.of("cmd", "setup", "subscribers", List.of("in"), "exposers", List.of()));
        }
    }

    @Test
    void saysGoodbyeAfterAllThatWasSent_closed() {
        try (Component component = Rembus.component(options("", NEVER))) {
            for (int i = 0; i < 1000; i++) {
                component.publish("t", i);
            }
        }
        await().until(() -> router.received().size() == 1002);
        assertThat(router.received().getFirst().header()).contains("version");
        assertThat(router.received().getLast().isOfType(PUBLISH)).isFalse();
    }

    @Test
    void saysWhy_whatListensIsNoRouter() {
        try (ScriptedBroker other = ScriptedBroker.startTcp()) {
            String address = other.url().replace("tcp://", "zmq://");
            CompletableFuture<Component> connecting = CompletableFuture.supplyAsync(() -> Rembus.component(address));
            other.awaitPeer().sendRaw((byte) 'H');
            assertThatThrownBy(connecting::join)
                    .hasCauseInstanceOf(NotConnectedException.class)
                    .hasStackTraceContaining("no ZeroMQ broker: not ZeroMQ: it begins with 0x48");
        }
    }
}
