package org.rembus.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawZmqPeer;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.zmq.Handshake;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

/** A whole broker, spoken to over ZeroMQ, beside others who use WebSocket and notice nothing. */
@Timeout(60)
final class ZmqBrokerTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);
    private static final String END = "deadbeefdeadbeef";

    @TempDir
    private Path data;

    private Broker broker;
    private InetSocketAddress webSocket;
    private InetSocketAddress zmq;
    private Bystanders bystanders;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.HANDSHAKE_TIMEOUT, Duration.ofSeconds(2))
                .webSocket(0)
                .zmq(0)
                .zmq(0)
                .build());
        webSocket = socketAddress(0);
        zmq = socketAddress(1);
        bystanders = Bystanders.start(webSocket);
    }

    @AfterEach
    void stopBroker() throws IOException {
        try (Broker closed = broker) {
            bystanders.close();
        }
    }

    private InetSocketAddress socketAddress(int index) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().get(index).getPort());
    }

    @Test
    void saysWhereItListens_severalPorts() {
        assertThat(broker.addresses()).extracting(URI::getScheme).containsExactly("ws", "zmq", "zmq");
        assertThat(broker.addresses())
                .extracting(URI::getPort)
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void reachesTheOthers_publishAndCallAcrossTransports() throws IOException {
        try (RawZmqPeer subscriber = RawZmqPeer.connect(zmq);
                RawZmqPeer publisher = RawZmqPeer.connect(socketAddress(2));
                RawPeer service = RawPeer.connect(webSocket)) {
            admin(subscriber, "news", Map.of("cmd", "subscribe"));
            admin(subscriber, "__config__", Map.of("cmd", "reactive", "status", true));
            for (int length : List.of(0, 200, 300, 5_000, 70_000)) {
                Message.Publish news = Message.Publish.of("news", Payload.ofArguments("x".repeat(length)));
                publisher.send(news);
                assertThat(subscriber.readMessage()).isEqualTo(news);
            }
            service.send(new Message.Admin(ID, "add", Payload.of(Map.of("cmd", "expose"))));
            assertThat(service.readMessage()).isEqualTo(Message.Response.success(ID));
            publisher.send(new Message.Rpc(ID, "add", null, Payload.ofArguments(1, 2)));
            Message.Rpc call = (Message.Rpc) service.readMessage();
            service.send(new Message.Response(call.id(), Status.SUCCESS, Payload.of(3)));
            assertThat(publisher.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of(3)));
        }
    }

    private static void admin(RawZmqPeer peer, String topic, Map<String, Object> command) throws IOException {
        peer.send(new Message.Admin(ID, topic, Payload.of(command)));
        assertThat(peer.readMessage()).isEqualTo(Message.Response.success(ID));
    }

    private static Message.Response identify(RawZmqPeer peer, String name) throws IOException {
        peer.send(new Message.Identity(ID, name, Payload.of(Map.of())));
        return (Message.Response) peer.readMessage();
    }

    @Test
    void answersPings_andRefusesWhatNeedsAccessControl() throws IOException {
        try (RawZmqPeer peer = RawZmqPeer.connect(zmq)) {
            identify(peer, "alice");
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
        try (RawZmqPeer alice = RawZmqPeer.connect(zmq);
                RawPeer observer = RawPeer.connect(webSocket)) {
            identify(alice, "alice");
            alice.sendRaw(Multipart.close().toByteArray());
            assertThat(alice.readToEnd()).isZero();
            observer.send(new Message.Rpc(ID, "x", "alice", Payload.NO_ARGUMENTS));
            assertThat(((Message.Response) observer.readMessage()).status()).isEqualTo(Status.TARGET_DOWN);
        }
    }

    @Test
    void keepsItsName_idlePeerAnswersTheQuestionForItsVersion() throws IOException {
        try (RawZmqPeer older = RawZmqPeer.connect(zmq);
                RawZmqPeer newer = RawZmqPeer.connect(zmq)) {
            identify(older, "alice");
            newer.send(new Message.Identity(ID, "alice", Payload.of(Map.of())));
            Message.Rpc question = (Message.Rpc) older.readMessage();
            assertThat(question.topic()).isEqualTo("version");
            older.send(Message.Response.error(question.id(), Status.METHOD_NOT_FOUND, "version: method unknown"));
            assertThat(newer.readMessage()).isEqualTo(Message.Response.error(ID, Status.ERROR, "already connected"));
            assertThat(newer.readToEnd()).isZero();
            assertThat(broker.statistics().count("dropped_late_answer")).isZero();
        }
    }

    @Test
    void passesOverWhatIsNoMessage_andTellsOnce() throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                RawZmqPeer peer = RawZmqPeer.connect(zmq)) {
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
        try (RawZmqPeer http = RawZmqPeer.open(zmq);
                RawZmqPeer silent = RawZmqPeer.open(zmq)) {
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
                RawZmqPeer alice = RawZmqPeer.connect(address(first))) {
            identify(alice, "alice");
            admin(alice, "news", Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY));
            admin(alice, "__config__", Map.of("cmd", "reactive", "status", true));
        }
        try (Broker second = Broker.start(options.build());
                RawZmqPeer publisher = RawZmqPeer.connect(address(second));
                RawZmqPeer alice = RawZmqPeer.connect(address(second))) {
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
                RawZmqPeer alice = RawZmqPeer.connect(address(strict))) {
            alice.readToEnd();
            assertThat(strict.statistics().count("closed_silent")).isEqualTo(1);
            Awaitility.await().until(() -> strict.statistics().connections() == 0);
        }
    }

    @Test
    void noticeNothing_othersOfPeersThatSendRubbish() throws IOException {
        Random random = new Random(7);
        List<byte[]> valid = List.of(
                wire(new Message.Rpc(ID, "version", null, Payload.NO_ARGUMENTS)),
                wire(new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "subscribe")))),
                wire(Message.Publish.of("t", Payload.ofArguments("x".repeat(300)))),
                wire(new Message.Ping(ID, "bob")));
        for (int i = 0; i < 300; i++) {
            byte[] message = valid.get(i % valid.size()).clone();
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            try (RawZmqPeer hostile = RawZmqPeer.connect(zmq)) {
                hostile.sendRaw(message);
                if (random.nextBoolean()) {
                    hostile.reset();
                }
            }
        }
        try (RawZmqPeer peer = RawZmqPeer.connect(zmq)) {
            peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            assertThat(peer.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of("broker")));
        }
    }

    private static byte[] wire(Message message) {
        return Multipart.of(message, SocketType.DEALER).toByteArray();
    }
}
