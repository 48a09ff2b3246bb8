package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.json.JsonId;

/** A component whose messages are JSON-RPC. */
@Timeout(30)
final class JsonComponentTest {
    private static final MessageId BROKERS_ID = MessageId.of(7, JsonId.LENGTH);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    private ComponentOptions.Builder options(String name) {
        return ComponentOptions.builder()
                .address(broker.url() + name)
                .encoding(Encoding.JSON)
                .reconnectPeriod(Duration.ofMillis(10));
    }

    private String nextHeard() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void saysEverythingInJson_introducesItself_subscribes_calls() throws Exception {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, rpc.data())));
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            assertThat(peer.next(Message.Identity.class))
                    .satisfies(identity -> assertThat(identity.cid()).isEqualTo("alice"))
                    .satisfies(identity -> assertThat(identity.meta()).isEqualTo(Payload.of(Map.of())));
            assertThat(component.rpc("echo", 1, "two", null).as(new TypeRef<List<Object>>() {}))
                    .containsExactly(1L, "two", null);
            component.subscribe("in", From.lastReceived(), message -> heard.add(message.toString()));
            assertThat(peer.next(Message.Admin.class).data().value())
                    .asString()
                    .contains("cmd=subscribe", "msg_from=null");
            peer.send(Message.Publish.of("in", Payload.of(List.of("hello"))));
            assertThat(nextHeard()).isEqualTo("in[\"hello\"]");
            assertThat(peer.receivedTexts()).hasSameSizeAs(peer.received());
        }
    }

    @Test
    void callsItsTarget_whoseNameStandsBeforeTheTopic() {
        broker.script(
                Message.Rpc.class,
                (peer, rpc) -> peer.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of(rpc.topic()))));
        try (Component component = Rembus.component(options("").build())) {
            assertThat(component
                            .rpc(Call.to("add").target("house/calculator").with(1))
                            .as(String.class))
                    .isEqualTo("house/calculator/add");
            Message.Rpc asked = broker.awaitPeer().next(Message.Rpc.class);
            assertThat(JsonId.isText(asked.id().length()))
                    .as("its id is a string")
                    .isTrue();
        }
    }

    @Test
    void publishesAtEveryLevel_untilTheBrokerHasIt() {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            component.publish(
                    Publish.to("t").qos(QoS.EXACTLY_ONCE).slot(0xFFFF_FFFFL).with(1.5, new byte[] {1, 2, 3}));
            Message.Publish sent = peer.next(Message.Publish.class);
            assertThat(sent.flags()).isEqualTo(PublishFlags.QOS2_SLOT);
            assertThat(sent.requireId().slot()).isEqualTo(0xFFFF_FFFFL);
            assertThat(sent.data()).isEqualTo(Payload.ofArguments(1.5, "AQID"));
            assertThat(peer.next(Message.Ack2.class).id()).isEqualTo(sent.id());

            component.publish(Publish.to("t").slot(5).with());
            assertThat(peer.next(Message.Publish.class).requireId().slot()).isEqualTo(5);
            component.publish("t");
            assertThat(peer.next(Message.Publish.class)).isEqualTo(Message.Publish.of("t", Payload.NO_ARGUMENTS));
            assertThat(peer.receivedTexts())
                    .last()
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":[],\"data\":[]}");
        }
    }

    @Test
    void acknowledgesUnderTheBrokersId_receivedExactlyOnce() throws Exception {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            component.subscribe("in", message -> heard.add(message.toString()));
            Message.Publish message =
                    new Message.Publish(PublishFlags.QOS2, BROKERS_ID, "in", Payload.ofArguments("once"));
            for (int i = 0; i < 2; i++) {
                peer.send(message);
                assertThat(peer.next(Message.Ack.class).id()).isEqualTo(BROKERS_ID);
            }
            peer.send(new Message.Ack2(BROKERS_ID));
            peer.send(Message.Publish.of("in", Payload.ofArguments("last")));
            assertThat(List.of(nextHeard(), nextHeard())).containsExactly("in[\"once\"]", "in[\"last\"]");
        }
    }

    @Test
    void answersCalls_resultOrError() {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            component.expose("half", Integer.class, number -> {
                if (number % 2 != 0) {
                    throw new IllegalArgumentException("odd");
                }
                return number / 2;
            });
            peer.send(new Message.Rpc(BROKERS_ID, "half", null, Payload.ofArguments(8L)));
            assertThat(peer.next(Message.Response.class))
                    .isEqualTo(new Message.Response(BROKERS_ID, Status.SUCCESS, Payload.of(4L)));
            peer.send(new Message.Rpc(BROKERS_ID, "half", null, Payload.ofArguments(7L)));
            assertThat(peer.next(Message.Response.class))
                    .isEqualTo(Message.Response.error(BROKERS_ID, Status.METHOD_EXCEPTION, "odd"));
        }
    }

    @Test
    void readsOn_textIsNoMessage_orMessageIsCbor() throws Exception {
        try (Component component = Rembus.component(options("/alice").build())) {
            ScriptedPeer peer = broker.awaitPeer();
            component.subscribe("in", message -> heard.add(message.toString()));
            peer.sendText("rubbish");
            peer.sendBytes(MessageEncoder.encode(Message.Publish.of("in", Payload.ofArguments("binary"))));
            assertThat(nextHeard()).isEqualTo("in[\"binary\"]");
        }
    }

    @Test
    void failsWhatWasTooLongAsJson_brokerClosesWith1009() {
        broker.ignore(Message.Publish.class);
        try (Component component =
                Rembus.component(options("/alice").closeTimeout(Duration.ZERO).build())) {
            ScriptedPeer peer = broker.awaitPeer();
            var binary = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with(new byte[3000]));
            var text = component
                    .async()
                    .publish(Publish.to("t").qos(QoS.AT_LEAST_ONCE).with("x".repeat(2500)));
            await().until(() -> peer.received(Message.Publish.class).size() == 2);
            peer.close(1009, "too big");
            assertThatThrownBy(binary::join).hasCauseInstanceOf(RefusedException.class);
            assertThat(broker.awaitPeer().next(Message.Publish.class).data())
                    .isEqualTo(Payload.ofArguments("x".repeat(2500)));
            assertThat(text).isNotDone();
        }
    }

    @Test
    void isRefused_whereThereIsNoJson() {
        for (String url : Arrays.asList("tcp://localhost", "tls://localhost", "zmq://localhost")) {
            assertThatThrownBy(() -> options("").address(url).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("JSON is for ws:// and wss:// only");
        }
        assertThatThrownBy(() -> options("")
                        .addresses("ws://localhost", "tcp://localhost")
                        .build())
                .hasMessageStartingWith("tcp://");
        assertThat(options("").address("wss://localhost").build().encoding()).isEqualTo(Encoding.JSON);
    }
}
