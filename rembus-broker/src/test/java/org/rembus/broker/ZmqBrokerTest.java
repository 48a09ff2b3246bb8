package org.rembus.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawZmqPeer;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

/** Over ZeroMQ. */
final class ZmqBrokerTest extends MessengerBrokerContract {
    private static final String END = "deadbeefdeadbeef";

    @TempDir
    private Path data;

    ZmqBrokerTest() {
        super("zmq");
    }

    @Override
    BrokerOptions.Builder withPorts(BrokerOptions.Builder options) {
        return options.set(Settings.HANDSHAKE_TIMEOUT, Duration.ofSeconds(2))
                .zmq(0)
                .zmq(0);
    }

    @Override
    RawZmqPeer connect(InetSocketAddress address) throws IOException {
        return RawZmqPeer.connect(address);
    }

    @Override
    byte[] damaged(Message message, Random random) {
        byte[] wire = Multipart.of(message, SocketType.DEALER).toByteArray();
        flipBit(wire, random);
        return wire;
    }

    @Test
    void answersPings_andRefusesWhatNeedsAccessControl() throws IOException {
        try (RawZmqPeer peer = connect(port)) {
            identify(peer);
            peer.send(new Message.Ping(ID, "alice"));
            assertThat(peer.readMessage()).isEqualTo(Message.Response.success(ID));
            for (Message refused : List.of(
                    new Message.Register(ID, "alice", "1", new byte[] {1}, 1),
                    new Message.Attestation(ID, "alice", new byte[] {1}, null),
                    new Message.Unregister(ID, null))) {
                peer.send(refused);
                assertThat(peer.readMessage()).isEqualTo(Message.Response.error(ID, Status.ERROR, "not available"));
            }
        }
    }

    @Test
    void isOffline_componentSaysGoodbye() throws IOException {
        try (RawZmqPeer alice = connect(port);
                RawPeer observer = RawPeer.connect(webSocket)) {
            identify(alice);
            alice.sendRaw(Multipart.close().toByteArray());
            assertThat(alice.readToEnd()).isZero();
            observer.send(new Message.Rpc(ID, "x", "alice", Payload.NO_ARGUMENTS));
            assertThat(((Message.Response) observer.readMessage()).status()).isEqualTo(Status.TARGET_DOWN);
        }
    }

    @Test
    void passesOverWhatIsNoMessage_andTellsOnce() throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                RawZmqPeer peer = connect(port)) {
            peer.sendFrames("")
                    .sendFrames("", "00", "80", END)
                    .sendFrames("", "8101", "80", END)
                    .sendFrames("", "82016174", "80")
                    .sendFrames(END)
                    .sendFrames("", "82016174", "8080", END);
            peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            assertThat(peer.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of("broker")));
            assertThat(broker.statistics().count("multiparts_malformed")).isEqualTo(6);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("no message"))
                    .hasSize(1);
        }
    }

    @Test
    void isRefused_anotherProtocolOrNoneAtAll() throws IOException {
        try (RawZmqPeer http = RawZmqPeer.open(port);
                RawZmqPeer silent = RawZmqPeer.open(port)) {
            http.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            assertThat(http.readToEnd()).isEqualTo(new Handshake(SocketType.ROUTER).sent().length);
            silent.readToEnd();
            assertThat(broker.statistics().count("handshakes_refused")).isEqualTo(1);
            assertThat(broker.statistics().count("handshakes_timed_out")).isEqualTo(1);
        }
    }

    @Test
    void goesOnAsItWas_componentPingsARestartedBroker() throws Exception {
        BrokerOptions.Builder options = BrokerOptions.builder()
                .environment(Map.of())
                .home(data)
                .set(Settings.ZMQ_PING_INTERVAL, Duration.ZERO)
                .zmq(0);
        try (Broker first = Broker.start(options.build());
                RawZmqPeer alice = connect(address(first))) {
            identify(alice);
            admin(alice, "news", Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY));
            admin(alice, "__config__", Map.of("cmd", "reactive", "status", true));
        }
        try (Broker second = Broker.start(options.build());
                RawZmqPeer publisher = connect(address(second));
                RawZmqPeer alice = connect(address(second))) {
            publisher.send(new Message.Publish(PublishFlags.QOS1, ID, "news", Payload.of(List.of(1))));
            assertThat(publisher.readMessage()).isEqualTo(new Message.Ack(ID));
            alice.send(new Message.Ping(ID, "alice"));
            assertThat(alice.readMessage())
                    .isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of(List.of(List.of(), List.of()))));
            assertThat(((Message.Publish) alice.readMessage()).data()).isEqualTo(Payload.of(List.of(1)));
        }
    }

    private static InetSocketAddress address(Broker broker) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
    }

    @Test
    void isGone_componentFallsSilent() throws Exception {
        try (Broker strict = Broker.start(BrokerOptions.builder()
                        .set(Settings.STORE, Settings.Store.NONE)
                        .set(Settings.ZMQ_PING_INTERVAL, Duration.ofMillis(200))
                        .zmq(0)
                        .build());
                RawZmqPeer alice = connect(address(strict))) {
            alice.readToEnd();
            assertThat(strict.statistics().count("closed_silent")).isEqualTo(1);
            Awaitility.await().until(() -> strict.statistics().connections() == 0);
        }
    }

    @Test
    void countsWhatItDrops_subscriberDoesNotRead() throws Exception {
        Message.Publish news = Message.Publish.of("news", Payload.ofArguments("x".repeat(60_000)));
        try (Broker narrow = Broker.start(BrokerOptions.builder()
                        .set(Settings.STORE, Settings.Store.NONE)
                        .set(Settings.MAX_OUTPUT, 100_000L)
                        .zmq(0)
                        .build());
                RawZmqPeer subscriber = RawZmqPeer.connect(address(narrow));
                RawZmqPeer publisher = RawZmqPeer.connect(address(narrow))) {
            admin(subscriber, "news", Map.of("cmd", "subscribe"));
            admin(subscriber, "__config__", Map.of("cmd", "reactive", "status", true));
            int sent = 0;
            for (; narrow.statistics().count("dropped_slow_subscriber") == 0; sent++) {
                publisher.send(news).send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
                publisher.readMessage();
            }
            long kept = sent - narrow.statistics().count("dropped_slow_subscriber");
            for (int i = 0; i < kept; i++) {
                assertThat(subscriber.readMessage()).isEqualTo(news);
            }
            admin(subscriber, "news", Map.of("cmd", "unsubscribe"));
        }
    }
}
