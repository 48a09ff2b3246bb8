package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

final class StatisticsTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private static Broker start() throws BrokerStartException {
        return Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .environment(Map.of())
                .build());
    }

    @Test
    void countsWhatGoesThrough_oneComponentTalks() throws Exception {
        try (Broker broker = start()) {
            InetSocketAddress address = new InetSocketAddress(
                    "127.0.0.1", broker.addresses().getFirst().getPort());
            Statistics before = broker.statistics();
            assertThat(before.connections()).isZero();
            assertThat(before.counts())
                    .allSatisfy((name, count) -> assertThat(count).isZero());
            try (RawPeer peer = RawPeer.connect(address)) {
                peer.send(Message.Publish.of("a", Payload.NO_ARGUMENTS));
                peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS))
                        .readMessage();
                await().until(() -> broker.statistics().messagesSent() == 1);
                Statistics now = broker.statistics();
                assertThat(now.connections()).isEqualTo(1);
                assertThat(now.messagesReceived()).isEqualTo(2);
                assertThat(now.count("published")).isEqualTo(1);
                assertThat(now.bytesReceived()).isGreaterThan(20);
                assertThat(now.bytesSent()).isGreaterThan(10);
                assertThat(now).asString().contains("connections=1", "messages_received=2");
            }
            await().until(() -> broker.statistics().connections() == 0);
            assertThat(before.messagesReceived()).as("a copy").isZero();
        }
    }

    @Test
    void isReadOnly_andNamesWhatIsCounted() throws BrokerStartException {
        try (Broker broker = start()) {
            Statistics statistics = broker.statistics();
            assertThatThrownBy(() -> statistics.counts().put("published", 1L))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> statistics.count("publised"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("published");
        }
    }

    @Test
    void isExplained_everythingThatIsCounted() throws IOException, BrokerStartException {
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        try (Broker broker = start()) {
            assertThat(broker.statistics().counts().keySet())
                    .allSatisfy(name -> assertThat(guide).contains("| `" + name + "` |"));
        }
    }
}
