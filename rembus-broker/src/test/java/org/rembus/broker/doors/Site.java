package org.rembus.broker.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** A broker with all doors, a publisher, listeners, and what is said of peers. */
final class Site implements AutoCloseable {
    /** The broker's. */
    static final String NAME = "broker-of-many-doors";

    static final int MAX_BYTES = 100_000;

    private static final String TOPIC = "doors/news";
    private static final Pattern REASONS = Pattern.compile(
            "(closed|dropped|refused|handshakes)_.*|connections_refused|texts_refused|multiparts_malformed");

    private final CapturedLog log = CapturedLog.of(FloodLog.PEERS);
    private final TestCertificates certificates;
    private final Broker broker;
    private final RawPeer publisher;
    private final List<Socket> sockets = new ArrayList<>();
    private final Map<Door, Listener> listeners = new EnumMap<>(Door.class);
    private int published;

    /** @param folder has the keystore */
    Site(TestCertificates certificates, Path folder, UnaryOperator<BrokerOptions.Builder> settings) throws Exception {
        this.certificates = certificates;
        BrokerOptions.Builder options = BrokerOptions.builder()
                .environment(Map.of())
                .name(NAME)
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.KEYSTORE, folder.toString())
                .set(Settings.MAX_WS_FRAME, (long) MAX_BYTES)
                // Listeners hear of nothing but the topic, and say nothing.
                .set(Settings.WS_PING_INTERVAL, Duration.ZERO)
                .set(Settings.ZMQ_PING_INTERVAL, Duration.ZERO)
                .webSocket(0)
                .secureWebSocket(0)
                .tcp(0)
                .tls(0)
                .zmq(0)
                .http(0);
        broker = Broker.start(settings.apply(options).build());
        publisher = RawPeer.connect(address("ws"));
    }

    InetSocketAddress address(String scheme) {
        return broker.addresses().stream()
                .filter(uri -> uri.getScheme().equals(scheme))
                .map(uri -> new InetSocketAddress("127.0.0.1", uri.getPort()))
                .findFirst()
                .orElseThrow();
    }

    /** The socket itself, or TLS over it. */
    Socket through(Door door, Socket plain) throws Exception {
        return door.isEncrypted() ? TestCertificates.over(plain, certificates.client(null)) : plain;
    }

    /** Lets somebody in who means no harm. */
    void letIn(Door door) throws Exception {
        Socket plain = TestCertificates.plain(address(door.scheme()));
        sockets.add(plain);
        listeners.put(door, door.listen(through(door, plain), TOPIC));
    }

    /** Fails unless all who were let in hear of one message more. */
    void expectAllHear() throws IOException {
        published++;
        publisher.send(Message.Publish.of(TOPIC, Payload.ofArguments(published)));
        for (Map.Entry<Door, Listener> each : listeners.entrySet()) {
            assertThat(each.getValue().next()).as("heard by %s", each.getKey()).isEqualTo("[" + published + "]");
        }
    }

    /** Waits until this has been counted since the start, and nothing else of its kind. */
    void expectCounted(Object by, Map<String, Long> reasons) {
        soon().untilAsserted(
                        () -> assertThat(counted()).as("counted after %s", by).isEqualTo(reasons));
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        broker.statistics().counts().forEach((name, count) -> {
            if (count > 0 && REASONS.matcher(name).matches()) {
                counted.put(name, count);
            }
        });
        return counted;
    }

    /** Waits until these words have been written about peers since the start, each in a line of its own, and no other line. */
    void expectLogged(Object by, List<String> words) {
        soon().untilAsserted(
                        () -> assertThat(log.lines()).as("logged after %s", by).hasSameSizeAs(words));
        List<String> lines = new ArrayList<>(log.lines());
        for (String each : words) {
            assertThat(lines).as("logged after %s", by).anyMatch(line -> line.contains(each));
            lines.remove(lines.stream()
                    .filter(line -> line.contains(each))
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(log.errors()).isEmpty();
    }

    /** Waits until only those are left who were let in, and nothing is held for anybody else. */
    void expectNothingLeft() {
        soon().untilAsserted(() -> {
            assertThat(broker.statistics().connections()).isEqualTo(listeners.size() + 1);
            assertThat(broker.statistics().bufferBytes()).isZero();
        });
    }

    @Override
    public void close() throws IOException {
        try (CapturedLog closedLog = log;
                Broker closedBroker = broker) {
            publisher.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
