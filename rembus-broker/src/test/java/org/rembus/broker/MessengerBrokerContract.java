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
import org.rembus.broker.testing.RawMessenger;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A whole broker, spoken to over a stream that is no WebSocket, beside others who use WebSocket and notice nothing. */
@Timeout(60)
abstract class MessengerBrokerContract {
    static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private final String scheme;
    private Bystanders bystanders;
    Broker broker;
    InetSocketAddress webSocket;

    /** The first of the two ports of this kind. */
    InetSocketAddress port;

    MessengerBrokerContract(String scheme) {
        this.scheme = scheme;
    }

    /** Adds two ports of this kind. */
    abstract BrokerOptions.Builder withPorts(BrokerOptions.Builder options);

    abstract RawMessenger connect(InetSocketAddress address) throws IOException;

    /** The bytes of a message, one or a few bits of which are wrong. */
    abstract byte[] damaged(Message message, Random random);

    @BeforeEach
    final void startBroker() throws Exception {
        broker = Broker.start(withPorts(BrokerOptions.builder()
                        .set(Settings.STORE, Settings.Store.NONE)
                        .webSocket(0))
                .build());
        webSocket = socketAddress(0);
        port = socketAddress(1);
        bystanders = Bystanders.start(webSocket);
    }

    @AfterEach
    final void stopBroker() throws IOException {
        try (Broker closed = broker) {
            bystanders.close();
        }
    }

    private InetSocketAddress socketAddress(int index) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().get(index).getPort());
    }

    static void admin(RawMessenger peer, String topic, Map<String, Object> command) throws IOException {
        peer.send(new Message.Admin(ID, topic, Payload.of(command)));
        assertThat(peer.readMessage()).isEqualTo(Message.Response.success(ID));
    }

    static Message.Response identify(RawMessenger peer) throws IOException {
        peer.send(new Message.Identity(ID, "alice", Payload.of(Map.of())));
        return (Message.Response) peer.readMessage();
    }

    static void flipBit(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }

    @Test
    void saysWhereItListens_severalPorts() {
        assertThat(broker.addresses()).extracting(URI::getScheme).containsExactly("ws", scheme, scheme);
        assertThat(broker.addresses())
                .extracting(URI::getPort)
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @Test
    void reachesTheOthers_publishAndCallAcrossTransports() throws IOException {
        try (RawMessenger subscriber = connect(port);
                RawMessenger publisher = connect(socketAddress(2));
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

    @Test
    void keepsItsName_idlePeerAnswersTheQuestionForItsVersion() throws IOException {
        try (RawMessenger older = connect(port);
                RawMessenger newer = connect(port)) {
            assertThat(identify(older).status()).isEqualTo(Status.SUCCESS);
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
    void noticeNothing_othersOfPeersThatSendRubbish() throws IOException {
        Random random = new Random(7);
        List<Message> messages = List.of(
                new Message.Rpc(ID, "version", null, Payload.NO_ARGUMENTS),
                new Message.Admin(ID, "t", Payload.of(Map.of("cmd", "subscribe"))),
                Message.Publish.of("t", Payload.ofArguments("x".repeat(300))),
                new Message.Identity(ID, "bob", Payload.of(Map.of())));
        for (int i = 0; i < 300; i++) {
            byte[] rubbish = damaged(messages.get(i % messages.size()), random);
            try (RawMessenger hostile = connect(port)) {
                hostile.sendRaw(rubbish);
                if (random.nextBoolean()) {
                    hostile.reset();
                }
            }
        }
        try (RawMessenger peer = connect(port)) {
            peer.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
            assertThat(peer.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of("broker")));
        }
    }
}
