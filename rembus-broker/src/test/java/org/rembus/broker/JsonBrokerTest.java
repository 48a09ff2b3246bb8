package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole broker whose components speak CBOR and JSON on the same topics and services. */
@Timeout(60)
final class JsonBrokerTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);
    private static final MessageId OTHER_ID = MessageId.of(2, MessageId.GEN2_LENGTH);
    private static final String SUBSCRIBE = admin(11, "t", "{\"cmd\":\"subscribe\",\"msg_from\":0.0}");
    private static final String REACTIVE = admin(12, "__config__", "{\"cmd\":\"reactive\",\"status\":true}");

    private Broker broker;
    private InetSocketAddress address;
    private Bystanders bystanders;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .build());
        address = new InetSocketAddress("127.0.0.1", broker.addresses().get(0).getPort());
        bystanders = Bystanders.start(address);
    }

    @AfterEach
    void stopBroker() throws IOException {
        try (Broker closed = broker) {
            bystanders.close();
        }
    }

    @Test
    void carriesValues_fromCborToJson() throws IOException {
        try (RawPeer json = subscribed();
                RawPeer cbor = RawPeer.connect(address)) {
            List<@Nullable Object> values = new ArrayList<>(List.of(
                    new BigInteger("123456789012345678901234567890"),
                    new byte[] {1, 2, 3},
                    "日本🚀",
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Map.of("a", List.of(1L, List.of()))));
            values.add(null);
            cbor.send(Message.Publish.of("t", Payload.of(values)));
            JsonNode expected =
                    MAPPER.readTree("[123456789012345678901234567890,\"AQID\",\"日本🚀\",null,null,{\"a\":[1,[]]},null]");
            JsonNode got = read(json);
            assertThat(got.get("method").asString()).isEqualTo("t");
            assertThat(got.get("params")).isEqualTo(expected);
            assertThat(got.get("data")).isEqualTo(expected);
            assertThat(got.has("id")).isFalse();

            cbor.send(Message.Publish.of("t", Payload.NULL));
            assertThat(read(json).get("params")).isEqualTo(MAPPER.createArrayNode());
        }
    }

    @Test
    void carriesValues_fromJsonToCbor() throws IOException {
        try (RawPeer json = RawPeer.connect(address);
                RawPeer cbor = RawPeer.connect(address)) {
            ask(cbor, new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "subscribe", "msg_from", 0L))));
            ask(cbor, new Message.Admin(ID, "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))));
            json.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":"
                    + "[18446744073709551616,\"日本🚀\",null,{\"a\":[1.5,{}]}]}");
            List<@Nullable Object> values = new ArrayList<>(
                    List.of(new BigInteger("18446744073709551616"), "日本🚀", Map.of("a", List.of(1.5, Map.of()))));
            values.add(2, null);
            assertThat(cbor.readMessage()).isEqualTo(Message.Publish.of("t", Payload.of(values)));

            json.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"t\"}");
            assertThat(cbor.readMessage()).isEqualTo(Message.Publish.of("t", Payload.NO_ARGUMENTS));
        }
    }

    @Test
    void deliversWithAcknowledgement_qos2BothWays() throws IOException {
        try (RawPeer json = subscribed();
                RawPeer publisher = RawPeer.connect(address)) {
            publisher.sendText("{\"jsonrpc\":\"2.0\",\"id\":18446744073709551615,\"method\":\"t\",\"params\":"
                    + "{\"type\":48,\"data\":[1]}}");
            JsonNode got = read(json);
            long id = got.get("id").asLong();
            assertThat(id).isBetween(1L, 1L << 53);
            assertThat(got.get("params").toString()).isEqualTo("{\"type\":48,\"__type__\":48,\"data\":[1]}");
            json.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{\"__type__\":5}}");
            assertThat(read(json).toString())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"type\":6,\"__type__\":6}}");

            assertThat(read(publisher).toString())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":18446744073709551615,\"result\":{\"type\":5,\"__type__\":5}}");
        }
    }

    @Test
    void dropsTheSlot_jsonSubscriber() throws IOException {
        try (RawPeer json = subscribed();
                RawPeer cbor = RawPeer.connect(address)) {
            cbor.send(new Message.Publish(PublishFlags.QOS1_SLOT, ID.withSlot(5), "t", Payload.ofArguments(1L)));
            assertThat(read(json).get("params").get("type").asInt()).isEqualTo(16);
        }
    }

    @Test
    void callsAServiceOfTheOtherKind_cborAndJson() throws IOException {
        try (RawPeer json = RawPeer.connect(address);
                RawPeer cbor = RawPeer.connect(address)) {
            ask(json, admin(1, "svc/json", "{\"cmd\":\"expose\"}"));
            ask(cbor, new Message.Admin(ID, "svc/cbor", Payload.of(Map.of("cmd", "expose"))));

            cbor.send(new Message.Rpc(ID, "svc/json", null, Payload.NULL));
            JsonNode asked = read(json);
            assertThat(asked.get("params")).isEqualTo(MAPPER.createArrayNode());
            json.sendText("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id")
                    + ",\"error\":{\"type\":4,\"sts\":40,\"data\":\"boom\"}}");
            assertThat(cbor.readMessage()).isEqualTo(Message.Response.error(ID, Status.METHOD_EXCEPTION, "boom"));

            json.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"340282366920938463463374607431768211455\","
                    + "\"method\":\"svc/cbor\",\"params\":{\"x\":1}}");
            Message.Rpc forwarded = (Message.Rpc) cbor.readMessage();
            assertThat(forwarded.data()).isEqualTo(Payload.of(Map.of("x", 1L)));
            cbor.send(new Message.Response(forwarded.id(), Status.SUCCESS, Payload.of(new byte[] {1})));
            assertThat(read(json).toString())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"340282366920938463463374607431768211455\",\"result\":"
                            + "{\"type\":4,\"__type__\":4,\"sts\":0,\"data\":\"AQ==\"}}");
        }
    }

    @Test
    void callsTheTarget_namedBeforeTheTopicByAJuliaPeer() throws IOException {
        try (RawPeer target = RawPeer.connect(address);
                RawPeer julia = RawPeer.connect(address)) {
            ask(target, identity("1", "other/node", ",\"meta\":{}"));
            julia.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"9\",\"method\":\"other/node/svc\",\"params\":[1]}");
            JsonNode asked = read(target);
            assertThat(asked.get("method").asString()).isEqualTo("svc");
            target.sendText("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id")
                    + ",\"result\":{\"type\":4,\"sts\":0,\"data\":2}}");
            assertThat(read(julia).get("result").get("data").asInt()).isEqualTo(2);

            julia.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"10\",\"method\":\"no/such\"}");
            assertThat(read(julia).get("error").get("data").asString()).isEqualTo("no/such: method unknown");
        }
    }

    @Test
    void callsTheTarget_discriminatorIsJulias() throws IOException {
        try (RawPeer target = RawPeer.connect(address);
                RawPeer julia = RawPeer.connect(address)) {
            ask(target, identity("1", "other/node", ",\"meta\":{}"));
            julia.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"other/node/svc\"}");
            assertThat(read(julia).get("error").get("sts").asInt()).isEqualTo(42);

            ask(julia, admin(2, "x", "{\"cmd\":\"expose\"}").replace("type", "__type__"));
            julia.sendText("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"other/node/svc\"}");
            assertThat(read(target).get("method").asString()).isEqualTo("svc");
        }
    }

    @Test
    void callsTheService_idsAreTextsAndTheDiscriminatorIsPythons() throws IOException {
        try (RawPeer target = RawPeer.connect(address);
                RawPeer peer = RawPeer.connect(address)) {
            ask(target, identity("1", "other/node", ",\"meta\":{}"));
            ask(peer, admin(2, "x", "{\"cmd\":\"expose\"}").replace("\"id\":2", "\"id\":\"2\""));
            peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":\"3\",\"method\":\"other/node/svc\"}");
            assertThat(read(peer).get("error").get("data").asString()).isEqualTo("other/node/svc: method unknown");
        }
    }

    @Test
    void answersIdentity_asThePeersGenerationTakesIt() throws IOException {
        try (RawPeer newer = RawPeer.connect(address);
                RawPeer older = RawPeer.connect(address)) {
            assertThat(ask(newer, identity("1", "newer", ",\"meta\":{}"))
                            .get("result")
                            .get("data")
                            .toString())
                    .isEqualTo("[[],[]]");
            assertThat(ask(older, identity("2", "older", ""))
                            .get("result")
                            .get("data")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void followsWhatThePeerLastSent_cborAfterJson() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            assertThat(ask(peer, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\"}")
                            .get("id")
                            .asInt())
                    .isEqualTo(1);
            peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            assertThat(peer.readMessage()).isInstanceOf(Message.Response.class);
        }
    }

    @Test
    void livesOn_requestWithIdZeroBatchOrRubbish() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"rid\"}");
            peer.sendText("[" + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\"},".repeat(100_000) + "1]");
            peer.sendText("rubbish");
            JsonNode refused =
                    ask(peer, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"rid\",\"params\":" + "[".repeat(100_000));
            assertThat(refused.get("id").asInt()).isEqualTo(3);
            assertThat(refused.get("error").get("code").asInt()).isEqualTo(-32700);
            assertThat(refused.get("error").get("sts").asInt()).isEqualTo(10);
            JsonNode answer = ask(peer, "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"rid\"}");
            assertThat(answer.get("id").asInt()).isEqualTo(4);
            assertThat(answer.has("result")).isTrue();
        }
    }

    @Test
    void keepsTheOrder_longTextsAmongShortOnes() throws IOException {
        String longOne = "x".repeat(1 << 18);
        try (RawPeer json = subscribed();
                RawPeer publisher = RawPeer.connect(address)) {
            for (int i = 0; i < 5; i++) {
                publisher.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":[\"" + longOne + i + "\"]}");
                publisher.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":[\"short" + i + "\"]}");
            }
            for (int i = 0; i < 5; i++) {
                assertThat(read(json).get("params").get(0).asString()).isEqualTo(longOne + i);
                assertThat(read(json).get("params").get(0).asString()).isEqualTo("short" + i);
            }
        }
    }

    @Test
    void deliversLongMessagesWithAcknowledgement_eachUnderAnIdOfItsOwn() throws IOException {
        String longOne = "x".repeat(1 << 18);
        try (RawPeer first = subscribed();
                RawPeer second = subscribed();
                RawPeer cbor = RawPeer.connect(address)) {
            cbor.send(new Message.Publish(PublishFlags.QOS1, ID, "t", Payload.ofArguments(longOne)));
            cbor.send(new Message.Publish(PublishFlags.QOS1, OTHER_ID, "t", Payload.ofArguments("short")));
            for (RawPeer json : List.of(first, second)) {
                JsonNode got = read(json);
                assertThat(got.get("id").asLong()).isBetween(1L, 1L << 53);
                assertThat(got.get("params").get("data").get(0).asString()).isEqualTo(longOne);
                assertThat(read(json).get("params").get("data").get(0).asString())
                        .isEqualTo("short");
            }
        }
    }

    @Test
    void passesOnLongCallsAndResults_json() throws IOException {
        String longOne = "x".repeat(1 << 18);
        try (RawPeer service = RawPeer.connect(address);
                RawPeer caller = RawPeer.connect(address)) {
            ask(service, admin(1, "svc", "{\"cmd\":\"expose\"}"));
            caller.sendText("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"svc\",\"params\":[\"" + longOne + "\"]}");
            JsonNode asked = read(service);
            assertThat(asked.get("params").get(0).asString()).isEqualTo(longOne);
            service.sendText("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id")
                    + ",\"result\":{\"type\":4,\"sts\":0,\"data\":\"" + longOne + "\"}}");
            assertThat(read(caller).get("result").get("data").asString()).isEqualTo(longOne);
        }
    }

    @Test
    void deliversALongText_peerClosesBehindIt() throws IOException {
        try (RawPeer json = subscribed();
                RawPeer publisher = RawPeer.connect(address)) {
            publisher.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":[\"" + "x".repeat(1 << 18) + "\"]}");
            publisher.sendClose(1000);
            assertThat(publisher.readClose()).isEqualTo(1000);
            assertThat(read(json).get("params").get(0).asString()).hasSize(1 << 18);
        }
    }

    @Test
    void closesWith1009_textIsTooLong() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.sendRaw(RawPeer.header(RawPeer.FIN | RawPeer.TEXT, (64L << 20) + 1));
            assertThat(peer.readClose()).isEqualTo(1009);
        }
    }

    @Test
    void closesWith1007_textIsNotUtf8() throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            peer.sendFrame(RawPeer.FIN | RawPeer.TEXT, (byte) '"', (byte) 0xFF, (byte) '"');
            assertThat(peer.readClose()).isEqualTo(1007);
        }
    }

    private RawPeer subscribed() throws IOException {
        RawPeer peer = RawPeer.connect(address);
        ask(peer, SUBSCRIBE);
        ask(peer, REACTIVE);
        return peer;
    }

    private static String admin(int id, String topic, String command) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + topic + "\",\"params\":{\"type\":3,\"data\":"
                + command + "}}";
    }

    private static String identity(String id, String name, String meta) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"__identity__\",\"params\":{\"type\":0,\"cid\":\""
                + name + "\"" + meta + "}}";
    }

    private static JsonNode ask(RawPeer peer, String text) throws IOException {
        return read(peer.sendText(text));
    }

    private static void ask(RawPeer peer, Message message) throws IOException {
        Message answer = peer.send(message).readMessage();
        assertThat(answer).isEqualTo(Message.Response.success(ID));
    }

    private static JsonNode read(RawPeer peer) throws IOException {
        RawPeer.Frame frame = peer.read();
        assertThat(frame.opcode()).as(frame.text()).isEqualTo(RawPeer.TEXT);
        return MAPPER.readTree(frame.text());
    }
}
