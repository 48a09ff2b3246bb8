package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** A component over TCP, where there are no handshake, no pings and no goodbye. */
@Timeout(30)
final class TcpComponentTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.startTcp();

    private ComponentOptions.Builder options(String name) {
        return ComponentOptions.builder().address(broker.url() + name).reconnectPeriod(Duration.ofMillis(10));
    }

    private String nextHeard() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void doesAllThatItDoesElsewhere_published_called_subscribed() throws Exception {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, rpc.data())));
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            assertThat(peer.next(Message.Identity.class).cid()).isEqualTo("alice");
            for (int bytes : List.of(1, 200, 300, 70_000, 1 << 20)) {
                byte[] argument = new byte[bytes];
                argument[bytes - 1] = 7;
                assertThat(component.rpc("echo", argument).as(new TypeRef<List<byte[]>>() {}))
                        .containsExactly(argument);
                component.publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(argument));
                assertThat(peer.next(Message.Publish.class).data()).isEqualTo(Payload.ofArguments(argument));
            }
            component.subscribe("in", message -> heard.add(message.toString()));
            peer.send(Message.Publish.of("in", Payload.of(List.of("hello"))));
            assertThat(nextHeard()).isEqualTo("in[\"hello\"]");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void comesBackWithEverythingItHad_streamEnds() {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer first = broker.awaitPeer();
            component.subscribe("t", message -> {});
            first.drop();
            ScriptedPeer second = broker.awaitPeer();
            assertThat(second.next(Message.Identity.class).cid()).isEqualTo("alice");
            assertThat(second.next(Message.Admin.class).data().value())
                    .isEqualTo(Map.of("cmd", "setup", "subscribers", List.of("t"), "exposers", List.of()));
        }
    }

    @Test
    void comesBack_brokerSendsWhatIsNoFrame() {
        try (Component component = Rembus.component(options("/alice").build())) {
            broker.awaitPeer().sendRaw((byte) 'H', (byte) 'T');
            assertThat(broker.awaitPeer().next(Message.Identity.class).cid()).isEqualTo("alice");
            await().until(component::isConnected);
        }
    }

    @Test
    void asksForTheVersion_brokerIsSilent() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("1.0"))));
        try (Component component = Rembus.component(
                options("/alice").pingInterval(Duration.ofMillis(50)).build())) {
            ScriptedPeer peer = broker.awaitPeer();
            assertThat(peer.next(Message.Rpc.class).topic()).isEqualTo("version");
            assertThat(component.isConnected()).isTrue();
            assertThat(broker.hasPeer()).isFalse();
        }
    }

    @Test
    void endsTheStreamAfterAllThatWasSent_closed() {
        ScriptedPeer peer;
        try (Component component = Rembus.component(options("").build())) {
            peer = broker.awaitPeer();
            for (int i = 0; i < 1000; i++) {
                component.publish("t", i);
            }
        }
        await().until(() -> !peer.isOpen());
        assertThat(peer.received(Message.Publish.class)).hasSize(1000);
    }
}
