package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

final class ComponentTest {
    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    @Test
    void connect_named_sendsIdentityWithEmptyMeta() {
        try (Component alice = Rembus.component(broker.url() + "/alice")) {
            Message.Identity identity = broker.awaitPeer().next(Message.Identity.class);

            assertThat(identity.cid()).isEqualTo("alice");
            assertThat(identity.meta()).isEqualTo(Payload.of(Map.of()));
            assertThat(identity.id().length()).isEqualTo(8);
            assertThat(alice.name()).isEqualTo("alice");
            assertThat(alice.isConnected()).isTrue();
        }
    }

    @Test
    void connect_anonymous_sendsNothing() {
        try (Component nobody = Rembus.component(broker.url())) {
            nobody.publish("t");

            assertThat(broker.awaitPeer().next(Message.class)).isInstanceOf(Message.Publish.class);
        }
    }

    @Test
    void connect_refusedName_throwsWithTheBrokersText() {
        broker.script(
                Message.Identity.class,
                (peer, identity) ->
                        peer.send(Message.Response.error(identity.id(), Status.ERROR, "already connected")));

        assertThatThrownBy(() -> Rembus.component(broker.url() + "/alice"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(broker.url() + "/alice: already connected");
    }

    @Test
    void connect_challenged_throwsAndSaysWhatIsMissing() {
        broker.script(
                Message.Identity.class,
                (peer, identity) -> peer.send(
                        new Message.Response(identity.id(), Status.CHALLENGE, Payload.of(new byte[] {1, 2, 3, 4}))));

        assertThatThrownBy(() -> Rembus.component(broker.url() + "/alice"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("demands authentication");
    }

    @Test
    void connect_nobodyThere_throwsNotConnected() {
        int port = broker.port();
        broker.close();

        assertThatThrownBy(() -> Rembus.component("ws://127.0.0.1:" + port + "/alice"))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void connect_interruptedMeanwhile_givesTheConnectionUp() throws Exception {
        broker.ignore(Message.Identity.class);
        Thread caller = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(() -> Rembus.component(broker.url() + "/alice"))
                        .isInstanceOf(InterruptedCallException.class));
        ScriptedPeer peer = broker.awaitPeer();
        peer.next(Message.Identity.class);

        caller.interrupt();
        caller.join();

        await().until(() -> !peer.isOpen());
    }

    @Test
    void connect_cancelledMeanwhile_givesTheConnectionUp() {
        broker.ignore(Message.Identity.class);
        CompletableFuture<Component> connecting = Rembus.componentAsync(
                ComponentOptions.builder().address(broker.url() + "/alice").build());
        ScriptedPeer peer = broker.awaitPeer();

        connecting.cancel(true);

        await().until(() -> !peer.isOpen());
    }

    @Test
    void rpc_answered_givesTheResult() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of((long)
                        rpc.data().arguments().size()))));
        try (Component component = Rembus.component(broker.url())) {
            assertThat(component.rpc("count", 1, "two", null).as(int.class)).isEqualTo(3);
        }
    }

    @Test
    void subscribe_firstTime_becomesReactiveAndDelivers() throws Exception {
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        try (Component component = Rembus.component(broker.url() + "/bob")) {
            component.subscribe("a/*", received::add);
            ScriptedPeer peer = broker.awaitPeer();

            assertThat(peer.next(Message.Admin.class).data().value())
                    .isEqualTo(Map.of("cmd", "subscribe", "msg_from", 0L));
            assertThat(peer.next(Message.Admin.class).data().value())
                    .isEqualTo(Map.of("cmd", "reactive", "status", true));
            peer.send(Message.Publish.of("a/*", Payload.of(List.of("a/b", 7L))));
            Received message = received.poll(5, TimeUnit.SECONDS);
            assertThat(message.topic()).isEqualTo("a/b");
            assertThat(message.pattern()).contains("a/*");
            assertThat(message.argument(0, Integer.class)).isEqualTo(7);
        }
    }

    @Test
    void expose_called_answersUnderTheSameId() {
        try (Component component = Rembus.component(broker.url() + "/calc")) {
            component.expose("add", Integer.class, Integer.class, (x, y) -> x + y);
            ScriptedPeer peer = broker.awaitPeer();
            MessageId id = MessageId.ofHex("0102030405060708090a0b0c0d0e0f10");

            peer.send(new Message.Rpc(id, "add", null, Payload.of(List.of(1L, 2L))));

            assertThat(peer.next(Message.Response.class))
                    .isEqualTo(new Message.Response(id, Status.SUCCESS, Payload.of(3L)));
        }
    }

    @Test
    void publish_exactlyOnceWithSlot_returnsAfterAckAndSendsAck2() {
        try (Component component = Rembus.component(broker.url() + "/pub")) {
            component.publish(Publish.to("t").qos(QoS.EXACTLY_ONCE).slot(7).with("x"));
            ScriptedPeer peer = broker.awaitPeer();

            Message.Publish publish = peer.next(Message.Publish.class);
            assertThat(publish.flags()).isEqualTo(PublishFlags.QOS2_SLOT);
            assertThat(publish.requireId().slot()).isEqualTo(7);
            assertThat(peer.next(Message.Ack2.class).id()).isEqualTo(publish.id());
        }
    }
}
