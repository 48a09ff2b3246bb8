package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.TopicSettings;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;

/** What {@code store} says of topics, with a real broker that stops and starts again. */
final class StoringOnDiskTest {
    @TempDir
    Path home;

    private int ids;

    private Broker start() throws BrokerStartException {
        return Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .webSocket(0)
                .set(Settings.STORE, Settings.Store.DURABLE)
                .topic("telemetry/**", TopicSettings.NONE.withStore(Settings.Store.NONE))
                .topic("telemetry/alarm", TopicSettings.NONE.withStore(Settings.Store.ALL))
                .build());
    }

    @Test
    void start_aFileIsWhereTheFolderShouldBe_saysSo() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        BrokerOptions options = BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .data(file)
                .webSocket(0)
                .build();

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> Broker.start(options))
                .withMessage(file + " is in the way: a folder is to be there");
    }

    private static RawPeer connect(Broker broker) throws IOException {
        return RawPeer.connect(
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort()));
    }

    private MessageId id() {
        return MessageId.of(++ids, MessageId.GEN2_LENGTH);
    }

    private void command(RawPeer peer, String topic, Map<String, Object> data) throws IOException {
        peer.send(new Message.Admin(id(), topic, Payload.of(data)));
        assertThat(peer.readMessage()).isInstanceOf(Message.Response.class);
    }

    private void identify(RawPeer peer) throws IOException {
        peer.send(new Message.Identity(id(), "logger", null));
        assertThat(peer.readMessage()).isInstanceOf(Message.Response.class);
    }

    private void publish(RawPeer peer, String topic, String text) throws IOException {
        MessageId id = id();
        peer.send(new Message.Publish(PublishFlags.QOS1, id, topic, Payload.ofArguments(text)));
        assertThat(peer.readMessage()).isEqualTo(new Message.Ack(id));
    }

    /** The texts of the next messages; those are acknowledged. */
    private static List<String> texts(RawPeer peer, int count) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            if (peer.readMessage() instanceof Message.Publish publish) {
                texts.add(String.valueOf(
                        ((List<?>) Objects.requireNonNull(publish.data().value())).getLast()));
                if (publish.qos().isAcknowledged()) {
                    peer.send(new Message.Ack(publish.requireId()));
                }
            }
        }
        return texts;
    }

    /** Waits until the broker has handled what this peer said. */
    private void settle(RawPeer peer) throws IOException {
        MessageId id = id();
        peer.send(new Message.Rpc(id, "rid", null, Payload.NO_ARGUMENTS));
        assertThat(peer.readMessage()).isInstanceOf(Message.Response.class);
    }

    @Test
    void topicsWithRules_brokerRestarted_whatWasToBeStoredIsThereAndNothingElse() throws Exception {
        try (Broker broker = start();
                RawPeer logger = connect(broker);
                RawPeer publisher = connect(broker)) {
            identify(logger);
            command(logger, "telemetry/*", Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY));
            command(logger, "news/*", Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY));
            command(logger, "__config__", Map.of("cmd", "reactive", "status", true));
            publish(publisher, "telemetry/a", "live-and-gone");
            publish(publisher, "telemetry/alarm", "stored-and-had");

            assertThat(texts(logger, 2)).containsExactly("live-and-gone", "stored-and-had");
            settle(logger);
        }
        try (Broker broker = start();
                RawPeer publisher = connect(broker)) {
            publish(publisher, "telemetry/a", "nobody-is-there");
            publish(publisher, "telemetry/alarm", "stored-at-qos1");
            publisher.send(Message.Publish.of("news/a", Payload.ofArguments("stored-at-qos0")));
            publisher.send(Message.Publish.of("gossip/a", Payload.ofArguments("nobody-wants-it")));
            publish(publisher, "news/a", "last-at-qos1");
        }
        try (Broker broker = start();
                RawPeer logger = connect(broker)) {
            identify(logger);
            command(logger, "__config__", Map.of("cmd", "reactive", "status", true));

            assertThat(texts(logger, 3)).containsExactlyInAnyOrder("stored-at-qos1", "stored-at-qos0", "last-at-qos1");
        }
        String onDisk = journal();
        assertThat(onDisk).contains("stored-at-qos0", "stored-at-qos1");
        assertThat(onDisk).doesNotContain("live-and-gone", "nobody-is-there", "nobody-wants-it");
    }

    @Test
    void topicWithShortRetention_brokerRestarted_isNotReplayedAndTheOthersAre() throws Exception {
        Path folder = Files.createDirectories(home.resolve("broker"));
        Files.writeString(folder.resolve("settings.json"), "{\"topics\": {\"brief/**\": {\"retention_age\": 0.001}}}");
        BrokerOptions.Builder options =
                BrokerOptions.builder().environment(Map.of()).home(home).webSocket(0);
        try (Broker broker = Broker.start(options.build());
                RawPeer logger = connect(broker);
                RawPeer publisher = connect(broker)) {
            identify(logger);
            command(logger, "*/a", Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY));
            publish(publisher, "brief/a", "expired");
            publish(publisher, "long/a", "kept");
        }
        try (Broker broker = Broker.start(options.build());
                RawPeer logger = connect(broker)) {
            identify(logger);
            command(logger, "__config__", Map.of("cmd", "reactive", "status", true));

            assertThat(texts(logger, 1)).containsExactly("kept");
        }
    }

    private String journal() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(home.resolve("broker").resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
