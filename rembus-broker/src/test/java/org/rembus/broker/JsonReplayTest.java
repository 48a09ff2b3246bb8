package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A component with a name that speaks JSON-RPC gets what it missed, with a real broker that stops and starts again. */
@Timeout(60)
final class JsonReplayTest {
    @TempDir
    Path home;

    private int ids;

    /** How the component writes. */
    enum Manner {
        PYTHON("type", ""),
        JULIA("__type__", "\"");

        private final String discriminator;
        private final String quote;

        Manner(String discriminator, String quote) {
            this.discriminator = discriminator;
            this.quote = quote;
        }

        String envelope(long id, String member, String rest, int type) {
            return "{\"jsonrpc\":\"2.0\",\"id\":" + quote + id + quote + "," + rest + "\"" + member + "\":{\""
                    + discriminator + "\":" + type;
        }
    }

    private Broker start() throws BrokerStartException {
        return Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .webSocket(0)
                .build());
    }

    private static RawPeer connect(Broker broker) throws IOException {
        return RawPeer.connect(
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort()));
    }

    private void publish(RawPeer publisher, String text) throws IOException {
        MessageId id = MessageId.of(++ids, MessageId.GEN2_LENGTH);
        publisher.send(new Message.Publish(PublishFlags.QOS1, id, "t", Payload.ofArguments(text)));
        assertThat(publisher.readMessage()).isEqualTo(new Message.Ack(id));
    }

    private void identify(RawPeer reader, Manner manner) throws IOException {
        String rest = "\"method\":\"__identity__\",";
        ask(reader, manner.envelope(++ids, "params", rest, 0) + ",\"cid\":\"reader\",\"meta\":{}}}");
    }

    private void command(RawPeer reader, Manner manner, String topic, String data) throws IOException {
        ask(reader, manner.envelope(++ids, "params", "\"method\":\"" + topic + "\",", 3) + ",\"data\":" + data + "}}");
    }

    private void reactive(RawPeer reader, Manner manner) throws IOException {
        command(reader, manner, "__config__", "{\"cmd\":\"reactive\",\"status\":true}");
    }

    /** The answer is the next thing that comes. */
    private static void ask(RawPeer reader, String request) throws IOException {
        assertThat(read(reader.sendText(request)).path("result").path("sts").asInt(-1))
                .as(request)
                .isZero();
    }

    private static JsonNode read(RawPeer reader) throws IOException {
        return JsonMapper.shared().readTree(reader.read().text());
    }

    /** The texts of the next messages, which are acknowledged. */
    private static List<String> texts(RawPeer reader, Manner manner, int count) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            JsonNode message = read(reader);
            assertThat(message.path("params").path("type").asInt()).isEqualTo(16);
            texts.add(message.get("params").get("data").get(0).asString());
            reader.sendText(manner.envelope(message.get("id").asLong(), "result", "", 5) + "}}");
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void componentThatSpeaksJson_wasAwayWhileTheBrokerRestarted_getsWhatItMissedOnce(Manner manner) throws Exception {
        try (Broker broker = start();
                RawPeer publisher = connect(broker)) {
            try (RawPeer reader = connect(broker)) {
                identify(reader, manner);
                command(reader, manner, "t", "{\"cmd\":\"subscribe\",\"msg_from\":null}");
                reactive(reader, manner);
                publish(publisher, "had");
                assertThat(texts(reader, manner, 1)).containsExactly("had");
                reactive(reader, manner);
            }
            publish(publisher, "missed");
        }
        try (Broker broker = start();
                RawPeer publisher = connect(broker);
                RawPeer reader = connect(broker)) {
            publish(publisher, "missed, too");
            identify(reader, manner);
            reactive(reader, manner);
            publish(publisher, "live");
            assertThat(texts(reader, manner, 3)).containsExactly("missed", "missed, too", "live");
            reactive(reader, manner);
        }
        try (Broker broker = start();
                RawPeer publisher = connect(broker);
                RawPeer reader = connect(broker)) {
            identify(reader, manner);
            reactive(reader, manner);
            publish(publisher, "new");
            assertThat(texts(reader, manner, 1)).containsExactly("new");
        }
    }
}
