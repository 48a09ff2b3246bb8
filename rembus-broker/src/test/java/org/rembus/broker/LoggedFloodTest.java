package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** What peers do wrong stands in the log once, with peer and reason, and is counted there when it is a flood. */
final class LoggedFloodTest {
    private static final Pattern LEFT_OUT = Pattern.compile("(.*): (\\d+) more lines of this kind were left out");
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private final long startNs = System.nanoTime();
    private CapturedLog log;
    private Broker broker;
    private InetSocketAddress address;

    @BeforeEach
    void startBroker() throws BrokerStartException {
        log = CapturedLog.of(FloodLog.PEERS);
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .environment(Map.of())
                .set(Settings.OVERWRITE_CONNECTION, true)
                .build());
        address =
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
        log.close();
    }

    private RawPeer named(String name) throws IOException {
        RawPeer peer = RawPeer.connect(address);
        peer.send(new Message.Identity(ID, name, Payload.of(Map.of()))).readMessage();
        return peer;
    }

    @Test
    void isCounted_floodOfBadFramesFromManyConnections() throws IOException {
        int flood = 500;
        try (RawPeer first = named("culprit")) {
            first.sendFrame(RawPeer.FIN | RawPeer.BINARY, (byte) 0xFF).readClose();
        }
        for (int i = 0; i < flood; i++) {
            try (RawPeer peer = RawPeer.connect(address)) {
                peer.sendFrame(RawPeer.FIN | RawPeer.BINARY, (byte) 0xFF).readClose();
            }
        }
        assertThat(linesWith("culprit"))
                .singleElement()
                .asString()
                .matches("culprit \\(ws 127\\.0\\.0\\.1:\\d+\\): closed with 1002: .*");
        expectAllToldOf("closed violation", "closed with 1002", flood + 1);
    }

    @Test
    void isCounted_floodOfPublishesToIllegalTopics() throws IOException {
        int flood = 10_000;
        try (RawPeer peer = named("culprit");
                RawPeer other = named("other")) {
            for (int i = 0; i < flood; i++) {
                peer.send(Message.Publish.of("a/*\nforged", Payload.NO_ARGUMENTS));
            }
            other.sendFrame(RawPeer.FIN | RawPeer.BINARY, (byte) 0xFF).readClose();
            await().until(() -> broker.statistics().count("dropped_illegal_topic") == flood);
        }
        assertThat(linesWith("other")).as("is not hidden by the flood").hasSize(1);
        expectAllToldOf("dropped", "culprit (ws ", flood);
        assertThat(linesWith("culprit").getFirst())
                .endsWith("not a topic to publish to: it has an illegal character: a/*\uFFFDforged");
        assertThat(log.lines()).noneMatch(line -> line.contains("\n"));
    }

    @Test
    void isLoggedOnce_connectionWhoseNameIsTakenOver() throws IOException {
        try (RawPeer older = named("culprit");
                RawPeer newer = named("culprit")) {
            assertThat(older.readClose()).isEqualTo(4000);
            assertThat(newer).isNotNull();
        }
        assertThat(log.lines())
                .singleElement()
                .asString()
                .matches("culprit \\(ws 127.*\\): closed: its name was taken over by ws 127.*");
    }

    @Test
    void isLoggedOnce_handshakeThatIsRefused() throws IOException {
        try (RawPeer peer = RawPeer.connectOnly(address)) {
            peer.sendRaw("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            peer.readToEnd();
        }
        assertThat(log.lines()).singleElement().asString().matches("ws 127.*: refused with 426: This broker speaks .*");
    }

    /** That lines and counts together are as many as there were faults, and the lines few. */
    private void expectAllToldOf(String kind, String line, int faults) {
        await().until(() -> linesWith(line).size() + leftOut(kind) == faults);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
        assertThat(linesWith(line)).hasSizeLessThanOrEqualTo((int) (seconds + 2) * 10);
    }

    private List<String> linesWith(String text) {
        return log.lines().stream().filter(line -> line.contains(text)).toList();
    }

    private int leftOut(String kind) {
        return log.lines().stream()
                .map(LEFT_OUT::matcher)
                .filter(Matcher::matches)
                .filter(found -> found.group(1).equals(kind))
                .mapToInt(found -> Integer.parseInt(found.group(2)))
                .sum();
    }
}
