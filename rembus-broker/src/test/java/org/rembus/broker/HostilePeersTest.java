package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.CloseCode;

/** Peers that speak the protocol and abuse it, beside others who notice nothing. */
final class HostilePeersTest {
    private static final MessageId ID = MessageId.of(HostileFrames.ID);
    private static final int MAX_TOPICS = 100;
    private static final int MAX_OUTSTANDING = 1000;

    private Broker broker;
    private InetSocketAddress address;
    private Bystanders bystanders;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.MAX_TOPICS, (long) MAX_TOPICS)
                .set(Settings.MAX_OUTSTANDING, (long) MAX_OUTSTANDING)
                .set(Settings.MAX_OUTPUT, 1L << 20)
                .build());
        address = addressOf(broker);
        bystanders = Bystanders.start(address);
    }

    @AfterEach
    void stopBroker() throws IOException {
        try (Broker closed = broker) {
            bystanders.close();
        }
    }

    private static InetSocketAddress addressOf(Broker broker) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
    }

    private static MessageId id(long number) {
        return MessageId.of(number, MessageId.GEN2_LENGTH);
    }

    @Test
    void areDropped_answersThatNobodyAskedFor() throws IOException {
        try (HostilePeer peer = new HostilePeer(address)) {
            for (int i = 1; i <= 300; i++) {
                peer.raw().send(new Message.Response(id(i), Status.SUCCESS, Payload.NULL));
                peer.raw().send(new Message.Ack(id(i))).send(new Message.Ack2(id(i)));
            }
            assertThat(peer.send(new Message.Ack(ID)).answers()).isEmpty();
            assertThat(broker.statistics().count("dropped_late_answer")).isEqualTo(300);
        }
    }

    @Test
    void isNotBelieved_answerFromAPeerThatWasNotAsked() throws IOException {
        try (RawPeer service = RawPeer.connect(address);
                RawPeer caller = RawPeer.connect(address);
                HostilePeer forger = new HostilePeer(address)) {
            service.send(new Message.Admin(ID, "asked", Payload.of(Map.of("cmd", "expose"))))
                    .readMessage();
            caller.send(new Message.Rpc(ID, "asked", null, Payload.NO_ARGUMENTS));
            Message.Rpc request = (Message.Rpc) service.readMessage();
            forger.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of("forged")));
            service.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of("true")));
            service.send(new Message.Response(request.id(), Status.SUCCESS, Payload.of("again")));
            assertThat(caller.readMessage()).isEqualTo(new Message.Response(ID, Status.SUCCESS, Payload.of("true")));
            caller.send(new Message.Rpc(id(9), "rid", null, Payload.NO_ARGUMENTS));
            assertThat(((Message.Response) caller.readMessage()).id()).isEqualTo(id(9));
        }
    }

    @Test
    void isBounded_idsWhoseAck2NeverComes() throws IOException {
        int flood = 10_001;
        try (HostilePeer peer = new HostilePeer(address);
                RawPeer subscriber = RawPeer.connect(address)) {
            peer.send(new Message.Identity(ID, "flood-of-ids", Payload.of(Map.of())));
            for (int i = 1; i <= flood; i++) {
                peer.raw().send(qos2(i));
                if (i % 100 == 0 || i == flood) {
                    readAcks(peer.raw(), i % 100 == 0 ? 100 : 1);
                }
            }
            subscribe(subscriber, "flood/of/ids");
            assertThat(peer.send(qos2(flood)).answers()).containsExactly(new Message.Ack(id(flood)));
            assertThat(peer.send(qos2(2)).answers()).as("still known").containsExactly(new Message.Ack(id(2)));
            assertThat(peer.send(qos2(1)).answers()).as("forgotten").containsExactly(new Message.Ack(id(1)));
            assertThat(((Message.Publish) answer(subscriber)).data().value()).isEqualTo(List.of(1L));
        }
    }

    private static void subscribe(RawPeer subscriber, String topic) throws IOException {
        subscriber.send(new Message.Admin(ID, topic, Payload.of(Map.of("cmd", "subscribe"))));
        subscriber.send(new Message.Admin(ID, topic, Payload.of(Map.of("cmd", "reactive", "status", true))));
        answer(subscriber);
        answer(subscriber);
    }

    private static Message.Publish qos2(long number) {
        return new Message.Publish(PublishFlags.QOS2, id(number), "flood/of/ids", Payload.ofArguments(number));
    }

    private static void readAcks(RawPeer peer, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(answer(peer)).isInstanceOf(Message.Ack.class);
        }
    }

    /** The next message; heartbeats are not answered. */
    private static Message answer(RawPeer peer) throws IOException {
        RawPeer.Frame frame = peer.read();
        while (frame.opcode() == RawPeer.PING) {
            frame = peer.sendFrame(RawPeer.FIN | RawPeer.PONG).read();
        }
        return RawPeer.message(frame);
    }

    @Test
    void areRefused_moreTopicsThanAllowed() throws IOException {
        for (String command : List.of("subscribe", "expose")) {
            try (HostilePeer peer = new HostilePeer(address)) {
                for (int i = 0; i < MAX_TOPICS; i++) {
                    assertThat(peer.command("t/" + i, Map.of("cmd", command)).status())
                            .isEqualTo(Status.SUCCESS);
                }
                HostilePeer.Outcome outcome = peer.command("one/more", Map.of("cmd", command));
                assertThat(outcome.status()).isEqualTo(Status.ERROR);
                assertThat(outcome.text()).asString().contains("100");
            }
        }
        try (HostilePeer peer = new HostilePeer(address)) {
            List<String> many =
                    IntStream.rangeClosed(0, MAX_TOPICS).mapToObj(i -> "s/" + i).toList();
            assertThat(peer.command("__config__", Map.of("cmd", "setup", "subscribers", many))
                            .status())
                    .isEqualTo(Status.ERROR);
        }
    }

    @Test
    void goesOn_manyTopicsAndTenants() throws IOException {
        try (HostilePeer peer = new HostilePeer(address)) {
            for (int i = 0; i < 30_000; i++) {
                peer.raw().send(Message.Publish.of("distinct/topic/" + i, Payload.NO_ARGUMENTS));
            }
            assertThat(peer.send(new Message.Ack(ID)).isClosed()).isFalse();
        }
        for (int i = 0; i < 300; i++) {
            try (HostilePeer peer = new HostilePeer(address)) {
                peer.raw().send(new Message.Identity(ID, "someone.tenant-" + i, null));
                assertThat(((Message.Response) answer(peer.raw())).status()).isEqualTo(Status.SUCCESS);
                peer.raw().send(Message.Publish.of("a", Payload.NO_ARGUMENTS));
            }
        }
    }

    @Test
    void isToldWhy_nameThatIsNotFree() throws IOException {
        try (HostilePeer owner = new HostilePeer(address);
                HostilePeer thief = new HostilePeer(address)) {
            Message mine = new Message.Identity(ID, "mine", null);
            assertThat(owner.send(mine).status()).isEqualTo(Status.SUCCESS);
            assertThat(owner.send(mine).status()).isEqualTo(Status.SUCCESS);
            HostilePeer.Outcome other = owner.send(new Message.Identity(ID, "other", null));
            assertThat(other.status()).isEqualTo(Status.ERROR);
            thief.raw().send(mine);
            assertThat(owner.raw().read().opcode()).isEqualTo(RawPeer.PING);
            owner.raw().sendFrame(RawPeer.FIN | RawPeer.PONG);
            assertThat(thief.raw().readMessage())
                    .isEqualTo(Message.Response.error(ID, Status.ERROR, "already connected"));
            assertThat(thief.raw().readClose()).isEqualTo(1008);
            assertThat(owner.send(new Message.Rpc(ID, "mine/service", "mine", Payload.NULL))
                            .status())
                    .isEqualTo(Status.METHOD_LOOPBACK);
        }
    }

    @Test
    void areAnsweredEachOnce_callsOfAServiceThatNeverAnswers() throws Exception {
        int calls = MAX_OUTSTANDING + 500;
        BrokerOptions impatient = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.MAX_OUTSTANDING, (long) MAX_OUTSTANDING)
                .set(Settings.REQUEST_TIMEOUT, Duration.ofSeconds(1))
                .build();
        try (Broker other = Broker.start(impatient);
                RawPeer service = RawPeer.connect(addressOf(other));
                RawPeer caller = RawPeer.connect(addressOf(other))) {
            service.send(new Message.Admin(ID, "silence", Payload.of(Map.of("cmd", "expose"))))
                    .readMessage();
            for (int i = 1; i <= calls; i++) {
                caller.send(new Message.Rpc(id(i), "silence", null, Payload.NO_ARGUMENTS));
            }
            List<MessageId> answered = new ArrayList<>();
            int timeouts = 0;
            for (int i = 0; i < calls; i++) {
                Message.Response response = (Message.Response) answer(caller);
                assertThat(response.status()).isEqualTo(Status.ERROR);
                answered.add(response.id());
                timeouts += String.valueOf(response.data().value()).equals("silence: request timeout") ? 1 : 0;
            }
            assertThat(answered).doesNotHaveDuplicates();
            assertThat(timeouts).isGreaterThanOrEqualTo(MAX_OUTSTANDING);
        }
    }

    @Test
    void losesItsMessagesAlone_subscriberThatStopsReading() throws IOException {
        try (RawPeer subscriber = RawPeer.connectOnly(address, 4096).shakeHands();
                HostilePeer publisher = new HostilePeer(address)) {
            subscribe(subscriber, "slow");
            Payload large = Payload.of(new byte[60_000]);
            for (int i = 0; i < 300; i++) {
                publisher.raw().send(Message.Publish.of("slow", large));
            }
            assertThat(publisher.send(new Message.Ack(ID)).isClosed()).isFalse();
            assertThat(broker.statistics().count("dropped_slow_subscriber")).isPositive();
        }
    }

    @Test
    void isClosed_peerThatDoesNotReadItsAnswers() throws IOException {
        try (RawPeer peer = RawPeer.connectOnly(address, 4096).shakeHands()) {
            byte[] ping = RawPeer.frame(RawPeer.FIN | RawPeer.PING, new byte[125]);
            sendUntilClosed(peer, ping);
        }
        try (RawPeer peer = RawPeer.connectOnly(address, 4096).shakeHands()) {
            Message call = new Message.Rpc(ID, "t".repeat(1000), null, Payload.NO_ARGUMENTS);
            sendUntilClosed(peer, RawPeer.frame(RawPeer.FIN | RawPeer.BINARY, MessageEncoder.encode(call)));
        }
    }

    private static void sendUntilClosed(RawPeer peer, byte[] frame) throws IOException {
        int mostFrames = (64 << 20) / frame.length;
        try {
            for (int i = 0; i < mostFrames; i++) {
                peer.sendRaw(frame);
            }
        } catch (SocketException closed) {
            return;
        }
        try {
            assertThat(peer.readClose()).isEqualTo(1008);
        } catch (EOFException | SocketException closed) {
            // Too slow for its close frame, too.
        }
    }

    @Test
    void areClosed_handshakesThatNeverEnd() throws Exception {
        BrokerOptions impatient = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.HANDSHAKE_TIMEOUT, Duration.ofSeconds(1))
                .build();
        List<RawPeer> slow = new ArrayList<>();
        try (Broker other = Broker.start(impatient)) {
            for (int i = 0; i < 100; i++) {
                slow.add(RawPeer.connectOnly(addressOf(other)).sendRaw((byte) 'G', (byte) 'E'));
            }
            for (RawPeer peer : slow) {
                peer.readToEnd();
                peer.close();
            }
        }
    }

    @Test
    void areCrowdedOut_handshakesThatNeverEnd() throws Exception {
        BrokerOptions small = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.MAX_HANDSHAKES, 10L)
                .set(Settings.HANDSHAKE_TIMEOUT, Duration.ofMinutes(10))
                .build();
        List<RawPeer> slow = new ArrayList<>();
        try (Broker other = Broker.start(small)) {
            InetSocketAddress there = addressOf(other);
            try (Bystanders unaware = Bystanders.start(there)) {
                for (int i = 0; i < 30; i++) {
                    slow.add(RawPeer.connectOnly(there).sendRaw((byte) 'G', (byte) 'E'));
                }
                RawPeer.connect(there).close();
                for (int i = 0; i < 20; i++) {
                    slow.get(i).readToEnd();
                }
                assertThat(unaware).isNotNull();
            }
        }
        for (RawPeer peer : slow) {
            peer.close();
        }
    }

    @Test
    void areRefused_moreConnectionsThanAllowed() throws Exception {
        BrokerOptions small = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.MAX_CONNECTIONS, 6L)
                .build();
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Broker other = Broker.start(small)) {
            InetSocketAddress there = addressOf(other);
            try (Bystanders four = Bystanders.start(there);
                    RawPeer fifth = RawPeer.connect(there)) {
                RawPeer sixth = RawPeer.connect(there);
                try (RawPeer seventh = RawPeer.connectOnly(there)) {
                    seventh.sendRaw(RawPeer.HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
                    assertThat(seventh.readHttpHead()).startsWith("HTTP/1.1 503 ");
                    seventh.readToEnd();
                }
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .matches("ws 127.*: refused with 503: This broker has as many connections as it may have\\.");
                sixth.sendClose(1000).readToEnd();
                sixth.close();
                RawPeer.connect(there).close();
                assertThat(four).isNotNull();
                assertThat(fifth).isNotNull();
            }
        }
    }

    @Test
    void isClosed_peerThatIsNotHeardAnyMore() throws Exception {
        BrokerOptions impatient = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.WS_PING_INTERVAL, Duration.ofMillis(300))
                .build();
        try (Broker other = Broker.start(impatient);
                RawPeer halfOpen = RawPeer.connect(addressOf(other))) {
            assertThat(halfOpen.read().opcode()).isEqualTo(RawPeer.PING);
            assertThat(halfOpen.readClose()).isEqualTo(1001);
        }
    }

    @Test
    void goesOn_floodsOfConnectionsPingsAndCloses() throws IOException {
        List<RawPeer> flood = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            flood.add(RawPeer.connect(address));
        }
        for (int i = 0; i < flood.size(); i++) {
            switch (i % 3) {
                case 0 -> flood.get(i).reset();
                case 1 -> flood.get(i).sendClose(1000).sendClose(1001).close();
                default ->
                    assertThat(flood.get(i)
                                    .sendClose(1000)
                                    .sendRaw(new byte[100])
                                    .readClose())
                            .isEqualTo(1000);
            }
        }
        try (RawPeer peer = RawPeer.connect(address)) {
            byte[] ping = RawPeer.frame(RawPeer.FIN | RawPeer.PING, (byte) 1);
            for (int i = 0; i < 3000; i++) {
                peer.sendRaw(ping);
            }
            for (int pongs = 0; pongs < 3000; ) {
                pongs += peer.read().opcode() == RawPeer.PONG ? 1 : 0;
            }
        }
        for (RawPeer peer : flood) {
            peer.close();
        }
    }

    @Test
    void getsItsMemoryBack_messagesThatNeverEnd() throws Exception {
        BrokerOptions small = BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .set(Settings.MEMORY_BUFFERS, 8L << 20)
                .set(Settings.MESSAGE_TIMEOUT, Duration.ofSeconds(1))
                .build();
        byte[] half = new byte[3 << 20];
        try (Broker other = Broker.start(small)) {
            InetSocketAddress there = addressOf(other);
            try (Bystanders unaware = Bystanders.start(there);
                    RawPeer hoarder = RawPeer.connect(there);
                    RawPeer late = RawPeer.connect(there)) {
                hoarder.sendFrame(RawPeer.BINARY, half).sendFrame(RawPeer.FIN | RawPeer.PING);
                assertThat(hoarder.read().opcode()).isEqualTo(RawPeer.PONG);
                late.sendFrame(RawPeer.BINARY, half);
                assertThat(late.readClose()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
                assertThat(hoarder.readClose()).isEqualTo(CloseCode.REFUSED);
                try (HostilePeer next = new HostilePeer(there)) {
                    assertThat(next.send(new Message.Rpc(ID, "rid", null, Payload.of(half)))
                                    .status())
                            .isEqualTo(Status.SUCCESS);
                }
                assertThat(unaware).isNotNull();
            }
        }
    }

    @Test
    void staysWellFormed_arrayOfIndefiniteLengthBehindItsTopic() throws IOException {
        try (RawPeer subscriber = RawPeer.connect(address);
                HostilePeer publisher = new HostilePeer(address)) {
            subscribe(subscriber, "i/*");
            publisher.send(HostileFrames.concat(List.of(
                    HostileFrames.hex("83"),
                    HostileFrames.cbor(1),
                    HostileFrames.cbor("i/a"),
                    HostileFrames.hex("9f0102ff"))));
            assertThat(((Message.Publish) answer(subscriber)).data().value()).isEqualTo(List.of("i/a", 1L, 2L));
        }
    }

    @Test
    void goesOn_largeCommandOfNothing() throws IOException {
        expectRefusedCommand(8 << 20);
    }

    @Test
    @Tag("full")
    void goesOn_hugeCommandOfNothing() throws IOException {
        expectRefusedCommand(63 << 20);
    }

    private void expectRefusedCommand(int emptyArrays) throws IOException {
        byte[] nothing = new byte[emptyArrays];
        Arrays.fill(nothing, (byte) 0x80);
        byte[] head =
                ByteBuffer.allocate(5).put((byte) 0x9A).putInt(emptyArrays).array();
        byte[] id = HostileFrames.cbor(HostileFrames.ID);
        try (HostilePeer peer = new HostilePeer(address)) {
            HostilePeer.Outcome outcome = peer.send(HostileFrames.concat(
                    List.of(HostileFrames.hex("8403"), id, HostileFrames.cbor("a"), head, nothing)));
            assertThat(outcome.status()).isEqualTo(Status.ERROR);
            assertThat(outcome.text()).asString().contains("command");
        }
    }
}
