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
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.TopicSettings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;

/**
 * Slow subscribers, idle connections and a publisher that floods, all at once, until every buffer is full: the others notice
 * nothing, memory stays within its bound, and what is counted as dropped is what is missing.
 */
@Timeout(120)
final class BadDayTest {
    private static final long MEMORY = 4L << 20;
    private static final int SLOW = 8;
    private static final int IDLE = 50;
    private static final int MESSAGES = 15_000;
    private static final int TOPICS = 5;
    private static final int RECEIVE_BUFFER_BYTES = 4_096;
    private static final byte[] FILLING = new byte[1_000];

    @TempDir
    private Path folder;

    private Broker start(SlowPolicy policy) throws BrokerStartException {
        return Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(folder)
                .webSocket(0)
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.MEMORY_BUFFERS, MEMORY)
                .set(Settings.MAX_OUTPUT, 1L << 20)
                .topic("flood/*", TopicSettings.NONE.withSlow(policy))
                .build());
    }

    @ParameterizedTest
    @EnumSource(
            value = SlowPolicy.class,
            names = {"DROP_NEWEST", "DROP_OLDEST", "KEEP_LAST"})
    void everyBufferFull_othersNoticeNothingAndDropsAreWhatIsMissing(SlowPolicy policy) throws Exception {
        try (Broker broker = start(policy)) {
            InetSocketAddress address = new InetSocketAddress(
                    "127.0.0.1", broker.addresses().getFirst().getPort());
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < IDLE; i++) {
                peers.add(RawPeer.connect(address));
            }
            List<RawPeer> slow = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                slow.add(slowSubscriber(address));
            }
            peers.addAll(slow);
            try (Bystanders others = Bystanders.start(address);
                    RawPeer publisher = RawPeer.connect(address)) {
                flood(broker, publisher);
                assertThat(others).isNotNull();
            }
            long received = 0;
            for (RawPeer peer : slow) {
                received += readToTheEnd(peer, policy);
            }
            Statistics statistics = broker.statistics();
            long dropped = statistics.count("dropped_slow_subscriber")
                    + statistics.count("dropped_over_budget")
                    + statistics.count("dropped_displaced")
                    + statistics.count("dropped_replaced");
            assertThat(dropped).isPositive();
            assertThat(received + dropped).isEqualTo((long) SLOW * MESSAGES);
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static RawPeer slowSubscriber(InetSocketAddress address) throws IOException {
        RawPeer peer = RawPeer.connectOnly(address, RECEIVE_BUFFER_BYTES).shakeHands();
        command(peer, 1, "flood/*", Map.of("cmd", "subscribe", "msg_from", 0));
        command(peer, 2, "__config__", Map.of("cmd", "reactive", "status", true));
        return peer;
    }

    private static void command(RawPeer peer, long number, String topic, Map<String, Object> command)
            throws IOException {
        MessageId id = MessageId.of(number, MessageId.GEN2_LENGTH);
        assertThat(peer.send(new Message.Admin(id, topic, Payload.of(command))).readMessage())
                .isEqualTo(Message.Response.success(id));
    }

    /** The last message to each topic is of QoS 1, so that it comes whatever was dropped before. */
    private static void flood(Broker broker, RawPeer publisher) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            publisher.send(Message.Publish.of("flood/" + i % TOPICS, Payload.ofArguments(i, FILLING)));
            if (i % 100 == 0) {
                assertThat(broker.statistics().bufferBytes()).isLessThanOrEqualTo(MEMORY);
            }
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            MessageId id = MessageId.of(topic + 1, MessageId.GEN2_LENGTH);
            publisher.send(new Message.Publish(
                    PublishFlags.QOS1, id, "flood/" + topic, Payload.ofArguments(MESSAGES, FILLING)));
            assertThat(publisher.readMessage()).isEqualTo(new Message.Ack(id));
        }
        assertThat(broker.statistics().bufferBytes()).isBetween(MEMORY / 4, MEMORY);
    }

    /** Reads until the last message of each topic has come; how many there were before them, each topic's in order. */
    private static long readToTheEnd(RawPeer peer, SlowPolicy policy) throws IOException {
        long[] last = new long[TOPICS];
        long received = 0;
        int ended = 0;
        while (ended < TOPICS) {
            RawPeer.Frame frame = peer.read();
            if (frame.opcode() == RawPeer.PING) {
                continue;
            }
            Message.Publish publish = (Message.Publish) RawPeer.message(frame);
            List<?> arguments = publish.data().arguments();
            int topic = Integer.parseInt(String.valueOf(arguments.get(0)).substring("flood/".length()));
            long number = (Long) arguments.get(1);
            assertThat(number).as("order, %s", policy).isGreaterThanOrEqualTo(last[topic]);
            last[topic] = number;
            if (number == MESSAGES) {
                peer.send(new Message.Ack(publish.requireId()));
                ended++;
            } else {
                received++;
            }
        }
        return received;
    }
}
