package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/** A whole broker, spoken to over TCP, beside others who use WebSocket and notice nothing. */
@Timeout(60)
final class TcpBrokerTest {
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private Broker broker;
    private InetSocketAddress tcp;
    private InetSocketAddress webSocket;
    private Bystanders bystanders;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .tcp(0)
                .tcp(0)
                .build());
        webSocket = socketAddress(0);
        tcp = socketAddress(1);
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
        assertThat(broker.addresses()).extracting(URI::getScheme).containsExactly("ws", "tcp", "tcp");
        assertThat(broker.addresses())
                .extracting(URI::getPort)
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void listensOnTcpOnly_noOtherPortIsGiven() throws Exception {
        try (Broker other = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .tcp(0)
                .build())) {
            assertThat(other.addresses()).extracting(URI::getScheme).containsExactly("tcp");
        }
    }

    @Test
    void reachesTheOthers_publishAndCallAcrossTransports() throws IOException {
        try (RawTcpPeer subscriber = RawTcpPeer.connect(tcp);
                RawTcpPeer publisher = RawTcpPeer.connect(socketAddress(2));
                RawPeer service = RawPeer.connect(webSocket)) {
            admin(subscriber, "news", Map.of("cmd", "subscribe"));
            admin(subscriber, "__config__", Map.of("cmd", "reactive", "status", true));
            Message.Publish news = Message.Publish.of("news", Payload.ofArguments("x".repeat(70_000)));
            publisher.send(news);
            assertThat(subscriber.readMessage()).isEqualTo(news);
            service.send(new Message.Admin(ID, "add", Payload.of(Map.of("cmd", "expose"))));
            assertThat(service.readMessage()).isEqualTo(Message.Response.success(ID));
            publisher.send(new Message.Rpc(ID, "add", null, Payload.ofArguments(1, 2)));
            Message.Rpc call = (Message.Rpc) service.readMessage();
            service.send(new Message.Response(call.id(), Status.SUCCESS, Payload.of(3)));
            assertThat(publisher.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of(3)));
        }
    }

    private static void admin(RawTcpPeer peer, String topic, Map<String, Object> command) throws IOException {
        peer.send(new Message.Admin(ID, topic, Payload.of(command)));
        assertThat(peer.readMessage()).isEqualTo(Message.Response.success(ID));
    }

    private static void identify(RawTcpPeer peer) throws IOException {
        peer.send(new Message.Identity(ID, "alice", Payload.of(Map.of())));
    }

    @Test
    void keepsItsName_idlePeerAnswersTheQuestionForItsVersion() throws IOException {
        try (RawTcpPeer older = RawTcpPeer.connect(tcp);
                RawTcpPeer newer = RawTcpPeer.connect(tcp)) {
            identify(older);
            assertThat(((Message.Response) older.readMessage()).status()).isEqualTo(Status.SUCCESS);
            identify(newer);
            Message.Rpc question = (Message.Rpc) older.readMessage();
            assertThat(question.topic()).isEqualTo("version");
            older.send(Message.Response.error(question.id(), Status.METHOD_NOT_FOUND, "version: method unknown"));
            assertThat(newer.readMessage()).isEqualTo(Message.Response.error(ID, Status.ERROR, "already connected"));
            assertThat(newer.readToEnd()).isZero();
            assertThat(broker.statistics().count("dropped_late_answer")).isZero();
        }
    }

    @Test
    void losesItsName_peerAnswersNothing() throws IOException {
        try (RawTcpPeer older = RawTcpPeer.connect(tcp);
                RawTcpPeer newer = RawTcpPeer.connect(tcp)) {
            identify(older);
            older.readMessage();
            identify(newer);
            assertThat(((Message.Response) newer.readMessage()).status()).isEqualTo(Status.SUCCESS);
            older.readMessage();
            assertThat(older.readToEnd()).isZero();
        }
    }

    @Test
    void noticeNothing_othersOfPeersThatSendRubbish() throws IOException {
        Random random = new Random(7);
        List<byte[]> valid = List.of(
                MessageEncoder.encode(new Message.Rpc(ID, "version", null, Payload.NO_ARGUMENTS)),
                MessageEncoder.encode(new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "subscribe")))),
                MessageEncoder.encode(Message.Publish.of("t", Payload.ofArguments(1))));
        for (int i = 0; i < 300; i++) {
            byte[] message = valid.get(i % valid.size()).clone();
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] frame = RawTcpPeer.frame(0x8D, message);
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            try (RawTcpPeer hostile = RawTcpPeer.connect(tcp)) {
                hostile.sendRaw(frame);
                if (random.nextBoolean()) {
                    hostile.reset();
                }
            }
        }
        try (RawTcpPeer peer = RawTcpPeer.connect(tcp)) {
            peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            assertThat(peer.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of("broker")));
        }
    }
}
