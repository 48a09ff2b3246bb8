package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole broker that hands DataFrames to peers which know JSON only; {@code make.py} among the resources made these. */
@Timeout(60)
final class DataFrameBrokerTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);
    private static final String ROWS = "[{\"name\":\"a\",\"value\":1.5},{\"name\":null,\"value\":2.0}]";
    private static final int LONG_ROWS = 5_000;

    private Broker broker;
    private InetSocketAddress webSocket;
    private InetSocketAddress http;
    private RawPeer component;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .http(0)
                .build());
        webSocket = address(0);
        http = address(1);
        component = RawPeer.connect(webSocket);
    }

    private InetSocketAddress address(int index) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().get(index).getPort());
    }

    @AfterEach
    void stopBroker() throws IOException {
        try (Broker closed = broker) {
            component.close();
        }
    }

    /** One argument. */
    private static Payload frame(String name) throws IOException {
        try (InputStream file = DataFrameBrokerTest.class.getResourceAsStream("dataframes/" + name + ".cbor")) {
            return Payload.parse(Objects.requireNonNull(file).readAllBytes());
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    /** The argument alone. */
    private static Payload bare(String name) throws IOException {
        Payload frame = frame(name);
        return Payload.view(frame.bytes(), 1, frame.length() - 1);
    }

    private static void command(RawPeer peer, String topic, String command) throws IOException {
        peer.send(new Message.Admin(ID, topic, Payload.of(Map.of("cmd", command, "status", true, "msg_from", 0L))));
        assertThat(((Message.Response) peer.readMessage()).status()).isEqualTo(Status.SUCCESS);
    }

    private RawPeer jsonPeer(String topic, String command) throws IOException {
        RawPeer peer = RawPeer.connect(webSocket);
        jsonCommand(peer, topic, "{\"cmd\":\"" + command + "\",\"msg_from\":0.0}");
        jsonCommand(peer, "__config__", "{\"cmd\":\"reactive\",\"status\":true}");
        return peer;
    }

    private static void jsonCommand(RawPeer peer, String topic, String data) throws IOException {
        peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + topic + "\",\"params\":{\"type\":3,\"data\":"
                + data + "}}");
        assertThat(read(peer).get("result").get("sts").asInt()).isZero();
    }

    private static JsonNode read(RawPeer peer) throws IOException {
        return JsonMapper.shared().readTree(peer.read().text());
    }

    private static void isLongFrame(JsonNode rows) {
        assertThat(rows).hasSize(LONG_ROWS);
        assertThat(rows.get(LONG_ROWS - 1)).hasToString("{\"text\":\"in every one of the rows\"}");
    }

    @Test
    void givesRowsToJsonAndBytesToCbor_subscribersOfBothKinds() throws IOException {
        try (RawPeer json = jsonPeer("t", "subscribe");
                RawPeer cbor = RawPeer.connect(webSocket)) {
            command(cbor, "t", "subscribe");
            command(cbor, "__config__", "reactive");
            component.send(Message.Publish.of("t", frame("small")));

            assertThat(read(json).get("params")).hasToString("[" + ROWS + "]");
            assertThat(((Message.Publish) cbor.readMessage()).data()).isEqualTo(frame("small"));
        }
    }

    @Test
    void givesRows_bareFrameToSubscriberOfPattern() throws IOException {
        try (RawPeer json = jsonPeer("a/*", "subscribe")) {
            component.send(new Message.Publish(PublishFlags.QOS1, ID, "a/b", bare("small")));

            assertThat(read(json).get("params").get("data")).hasToString("[\"a/b\"," + ROWS + "]");
        }
    }

    @Test
    void givesRows_argumentAndResultOfACall() throws IOException {
        try (RawPeer service = jsonPeer("json", "expose");
                RawPeer caller = RawPeer.connect(webSocket)) {
            component.send(new Message.Rpc(ID, "json", null, frame("small")));
            assertThat(read(service).get("params")).hasToString("[" + ROWS + "]");

            command(component.send(Message.Publish.of("ignored", Payload.NO_ARGUMENTS)), "cbor", "expose");
            caller.sendText("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"cbor\"}");
            answer("small");
            assertThat(read(caller).get("result").get("data")).hasToString(ROWS);
        }
    }

    /** The component gives its DataFrame as the result of the call that it gets. */
    private void answer(String frame) throws IOException {
        Message.Rpc call = (Message.Rpc) component.readMessage();
        component.send(new Message.Response(call.id(), Status.SUCCESS, bare(frame)));
    }

    @Test
    void givesRows_http() throws IOException {
        command(component, "query", "expose");
        try (RawHttp client = RawHttp.connect(http)) {
            client.send("GET /query HTTP/1.1", "");
            answer("small");
            assertThat(client.read().body()).isEqualTo(ROWS);

            client.send("GET /query HTTP/1.1", "");
            answer("long");
            isLongFrame(JsonMapper.shared().readTree(client.read().body()));
        }
    }

    @Test
    void givesRows_batchOverHttp() throws IOException {
        command(component, "query", "expose");
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"query\"}";
        try (RawHttp client = RawHttp.connect(http)) {
            client.send("POST / HTTP/1.1", "[" + request + "," + request + "]");
            answer("long");
            answer("small");
            JsonNode answers = JsonMapper.shared().readTree(client.read().body());
            assertThat(answers).hasSize(2);
            assertThat(answers.valueStream().map(each -> each.get("result").size()))
                    .containsExactlyInAnyOrder(2, LONG_ROWS);
        }
    }

    @Test
    void givesRowsInOrder_eventsOfShortAndLongFrames() throws IOException {
        try (RawHttp client = RawHttp.connect(http)) {
            client.send("GET /t HTTP/1.1\nAccept: text/event-stream", "");
            client.readThrough(": watching\n\n");
            component.send(Message.Publish.of("t", frame("long"))).send(Message.Publish.of("t", frame("small")));

            String first = client.readThrough("\n\n").substring("data: ".length());
            isLongFrame(JsonMapper.shared().readTree(first).get("data").get(0));
            assertThat(client.readThrough("\n\n")).isEqualTo("data: {\"topic\":\"t\",\"data\":[" + ROWS + "]}\n\n");
        }
    }

    @Test
    void givesRowsInOrder_shortAndLongFramesToAWebSocket() throws IOException {
        try (RawPeer json = jsonPeer("t", "subscribe")) {
            component.send(Message.Publish.of("t", frame("long"))).send(Message.Publish.of("t", frame("small")));

            JsonNode first = read(json);
            isLongFrame(first.get("params").get(0));
            assertThat(first.get("data")).isEqualTo(first.get("params"));
            assertThat(read(json).get("params")).hasToString("[" + ROWS + "]");
        }
    }

    /** Two thousand million rows in 500 bytes. */
    @Test
    void givesTheStreamItself_rowsWithoutEnd() throws IOException {
        try (RawPeer json = jsonPeer("t", "subscribe")) {
            component.send(Message.Publish.of("t", frame("endless"))).send(Message.Publish.of("t", frame("small")));

            assertThat(read(json).get("params").toString()).startsWith("[{\"tag\":80,\"value\":\"/////");
            assertThat(read(json).get("params")).hasToString("[" + ROWS + "]");
        }
    }
}
