package org.rembus.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.TraceContext;
import org.rembus.protocol.cbor.CborWriter;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.json.JsonRpcEncoder;

/** Trace contexts on their way through a broker, to those who agreed on them and to nobody else. */
@Timeout(60)
final class TracedMessagesTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);
    private static final TraceContext TRACE =
            new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1");
    private static final String TRACING_HANDSHAKE =
            RawPeer.HANDSHAKE.replace("Host: localhost", "Host: localhost\r\nRembus-Extensions: trace");

    private Broker broker;
    private InetSocketAddress address;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .tcp(0)
                .build());
        address =
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void contextGoesWithAPublish_toThoseWhoAgreed_otherFramesStayAsTheyWere() throws IOException {
        Message.Publish publish = Message.Publish.of("t", Payload.of(List.of("hello")));
        try (RawPeer traced = subscribed(tracing());
                RawPeer plain = subscribed(RawPeer.connect(address));
                RawTcpPeer tcp = subscribed(tcp());
                RawPeer json = subscribedInJson(tracing());
                RawPeer publisher = tracing()) {
            publisher.sendFrame(RawPeer.FIN | RawPeer.BINARY, traced(publish));

            byte[] bytes = MessageEncoder.encode(publish);
            assertThat(traced.read().payload()).isEqualTo(traced(publish));
            assertThat(plain.read().payload()).isEqualTo(bytes);
            assertThat(tcp.readMessage()).isEqualTo(publish);
            assertThat(json.read().payload()).isEqualTo(JsonRpcEncoder.encode(publish));
        }
    }

    @Test
    void contextGoesWithAPublish_largeAndByPattern_inFrontOfIt() throws IOException {
        Message.Publish publish = Message.Publish.of("a/b", Payload.of(List.of(new byte[100_000])));
        try (RawPeer exact = subscribed(tracing(), "a/b");
                RawPeer pattern = subscribed(tracing(), "a/*");
                RawPeer publisher = tracing()) {
            publisher.sendFrame(RawPeer.FIN | RawPeer.BINARY, traced(publish));

            Message.Publish byPattern = Message.Publish.of("a/*", publish.data().behind("a/b"));
            assertThat(exact.read().payload()).isEqualTo(traced(publish));
            assertThat(pattern.read().payload()).isEqualTo(traced(byPattern));
        }
    }

    @Test
    void contextGoesWithAPublish_qos1() throws IOException {
        Message.Publish publish = new Message.Publish(PublishFlags.QOS1, ID, "t", Payload.of(List.of("hello")));
        try (RawPeer traced = subscribed(tracing());
                RawPeer publisher = tracing()) {
            publisher.sendFrame(RawPeer.FIN | RawPeer.BINARY, traced(publish));

            assertThat(publisher.readMessage()).isEqualTo(new Message.Ack(ID));
            assertThat(traced.read().payload()).startsWith(TraceCodec.preface(TRACE));
        }
    }

    @Test
    void contextGoesWithACall_answerAndOtherCallsAreWithoutOne() throws IOException {
        Message.Rpc call = new Message.Rpc(ID, "svc", null, Payload.NO_ARGUMENTS);
        try (RawPeer exposer = tracing();
                RawPeer caller = tracing()) {
            command(exposer, "svc", Map.of("cmd", "expose"));
            caller.sendFrame(RawPeer.FIN | RawPeer.BINARY, traced(call));

            byte[] request = exposer.read().payload();
            byte[] preface = TraceCodec.preface(TRACE);
            assertThat(request).startsWith(preface);
            exposer.send(Message.Response.success(idOf(request, preface.length)));
            assertThat(caller.readMessage()).isEqualTo(Message.Response.success(ID));

            caller.send(call);
            assertThat(exposer.readMessage()).isInstanceOf(Message.Rpc.class);
        }
    }

    @Test
    void contextIsDropped_malformed_theMessageArrives() throws IOException {
        Message.Publish publish = Message.Publish.of("t", Payload.of(List.of("hello")));
        CborWriter malformed = new CborWriter();
        malformed.writeText("00-xyz");
        byte[] message = MessageEncoder.encode(publish);
        try (RawPeer traced = subscribed(tracing());
                RawPeer publisher = tracing()) {
            publisher.sendFrame(
                    RawPeer.FIN | RawPeer.BINARY, malformed.followedBy(Payload.view(message, 0, message.length)));

            assertThat(traced.read().payload()).isEqualTo(message);
        }
    }

    @Test
    void contextIsAViolation_notAgreedOn() throws IOException {
        try (RawPeer stranger = RawPeer.connect(address)) {
            stranger.sendFrame(RawPeer.FIN | RawPeer.BINARY, traced(Message.Publish.of("t", Payload.NO_ARGUMENTS)));

            assertThat(stranger.readClose()).isEqualTo(1002);
        }
    }

    private static byte[] traced(Message message) {
        return TraceCodec.behind(TRACE, MessageEncoder.encode(message));
    }

    private static MessageId idOf(byte[] traced, int from) throws IOException {
        byte[] message = Arrays.copyOfRange(traced, from, traced.length);
        return ((Message.Rpc) RawPeer.message(new RawPeer.Frame(RawPeer.FIN | RawPeer.BINARY, message))).id();
    }

    private RawPeer tracing() throws IOException {
        RawPeer peer = RawPeer.connectOnly(address);
        assertThat(peer.sendRaw(TRACING_HANDSHAKE.getBytes(US_ASCII)).readHttpHead())
                .contains("Rembus-Extensions: trace");
        return peer;
    }

    private RawTcpPeer tcp() throws IOException {
        return RawTcpPeer.connect(
                new InetSocketAddress("127.0.0.1", broker.addresses().getLast().getPort()));
    }

    private static RawPeer subscribed(RawPeer peer) throws IOException {
        return subscribed(peer, "t");
    }

    private static RawPeer subscribed(RawPeer peer, String topic) throws IOException {
        command(peer, topic, Map.of("cmd", "subscribe", "msg_from", 0));
        command(peer, "__config__", Map.of("cmd", "reactive", "status", true));
        return peer;
    }

    private static void command(RawPeer peer, String topic, Map<String, Object> command) throws IOException {
        assertThat(peer.send(new Message.Admin(ID, topic, Payload.of(command))).readMessage())
                .isEqualTo(Message.Response.success(ID));
    }

    private static RawTcpPeer subscribed(RawTcpPeer peer) throws IOException {
        for (Message.Admin command : List.of(
                new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "subscribe"))),
                new Message.Admin(ID, "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))))) {
            assertThat(peer.send(command).readMessage()).isEqualTo(Message.Response.success(ID));
        }
        return peer;
    }

    private static RawPeer subscribedInJson(RawPeer peer) throws IOException {
        for (String command : List.of(
                "\"method\":\"t\",\"params\":{\"type\":3,\"data\":{\"cmd\":\"subscribe\"}}",
                "\"method\":\"__config__\",\"params\":{\"type\":3,\"data\":{\"cmd\":\"reactive\",\"status\":true}}")) {
            assertThat(peer.sendText("{\"jsonrpc\":\"2.0\",\"id\":1," + command + "}")
                            .read()
                            .text())
                    .contains("\"sts\":0");
        }
        return peer;
    }
}
