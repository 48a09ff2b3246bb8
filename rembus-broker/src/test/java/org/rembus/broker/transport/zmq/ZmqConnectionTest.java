package org.rembus.broker.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.transport.zmq.ConnectionFixture.outgoing;
import static org.rembus.broker.transport.zmq.ConnectionFixture.publish;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.CloseReason;
import org.rembus.broker.routing.Connection.Offer;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.transport.BufferBudget;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

final class ZmqConnectionTest {
    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000).withMaxOutputBytes(10_000);
    private static final Duration INTERVAL = OPTIONS.pingInterval();
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    private static byte[] wire(Message message) {
        return Multipart.of(message, SocketType.DEALER).toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void handsOverTheSameMessages_cutAtEveryByte() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List.of("a", "b".repeat(300), "c").forEach(topic -> bytes.writeBytes(wire(publish(topic))));
        byte[] stream = bytes.toByteArray();
        for (int cut = 0; cut <= stream.length; cut++) {
            try (var fixture = new ConnectionFixture(OPTIONS)) {
                fixture.receive(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
                assertThat(fixture.topics()).as("cut at %d", cut).containsExactly("a", "b".repeat(300), "c");
                assertThat(fixture.count(Count.MESSAGES_RECEIVED)).isEqualTo(3);
            }
        }
    }

    @Test
    void leavesInOneWrite_messagesOfOneTurn() {
        try (var fixture = new ConnectionFixture(ConnectionOptions.DEFAULT)) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int bytes : List.of(10, 240, 250, 300, 4_000)) {
                var message = outgoing(bytes);
                assertThat(fixture.connection.offer(message)).isEqualTo(Offer.ACCEPTED);
                expected.writeBytes(wire(message.message()));
            }
            fixture.channel.runPendingTasks();
            assertThat(fixture.channel.writes()).isEqualTo(1);
            assertThat(fixture.channel.writtenBytes()).isEqualTo(expected.toByteArray());
            assertThat(fixture.count(Count.MESSAGES_SENT)).isEqualTo(5);
        }
    }

    @Test
    void keepsTheOrder_smallAndLargeMessages() {
        try (var fixture = new ConnectionFixture(ConnectionOptions.DEFAULT)) {
            List<Message> sent = new ArrayList<>();
            for (int bytes : List.of(10, 5_000, 20, 300_000, 4_000, 30, 70_000)) {
                var message = outgoing(bytes);
                fixture.connection.offer(message);
                sent.add(message.message());
            }
            assertThat(fixture.written()).isEqualTo(sent);
        }
    }

    @Test
    void refusesAndSaysWhenThereIsRoom_peerStopsReading() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.channel.stick();
            int accepted = 0;
            while (fixture.connection.offer(outgoing(1000)) == Offer.ACCEPTED) {
                accepted++;
            }
            assertThat(accepted).isEqualTo(9);
            fixture.channel.loosen();
            assertThat(fixture.session.writable).hasValue(1);
            assertThat(fixture.written()).hasSize(accepted);
        }
    }

    @Test
    void handsOverTheRestLater_readingIsPausedAmidAMultipart() {
        try (var fixture = new ConnectionFixture(
                OPTIONS, new BufferBudget(1 << 20), (connection, message) -> connection.pauseReading())) {
            byte[] second = wire(publish("b"));
            fixture.receive(wire(publish("a")), Arrays.copyOf(second, 4));
            fixture.receive(Arrays.copyOfRange(second, 4, second.length), wire(publish("c")));
            assertThat(fixture.topics()).containsExactly("a");
            fixture.connection.resumeReading();
            fixture.channel.runPendingTasks();
            assertThat(fixture.topics()).containsExactly("a", "b");
            fixture.connection.resumeReading();
            fixture.channel.runPendingTasks();
            assertThat(fixture.topics()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void livesOnWithoutAWord_peerPings() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            for (int i = 0; i < 10; i++) {
                fixture.pass(INTERVAL);
                fixture.receive(new Message.Ping(ID, "alice"));
            }
            assertThat(fixture.channel.isActive()).isTrue();
            assertThat(fixture.written()).isEmpty();
        }
    }

    @Test
    void isGivenUpAfterTwoIntervals_peerIsSilentAlthoughItTakesAll() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.pass(INTERVAL);
            fixture.connection.offer(outgoing(100));
            fixture.channel.runPendingTasks();
            assertThat(fixture.count(Count.CLOSED_SILENT)).isZero();
            fixture.pass(INTERVAL);
            assertThat(fixture.count(Count.CLOSED_SILENT)).isEqualTo(1);
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0450494e470064", "0450494e47006401020304"})
    void answersTheLibrarysHeartbeat(String ping) {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(new byte[] {4, (byte) (ping.length() / 2)}, hex(ping));
            fixture.channel.runPendingTasks();
            String pong = "04504f4e47" + ping.substring(14);
            assertThat(fixture.channel.writtenBytes()).isEqualTo(hex("04%02x".formatted(pong.length() / 2) + pong));
            assertThat(fixture.session.messages).isEmpty();
        }
    }

    @Test
    void sendsAllThenEndsTheStream_routerCloses() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.connection.send(Message.Response.success(ID));
            fixture.connection.close(CloseReason.OVERWRITTEN);
            fixture.receive(publish("too late"));
            assertThat(fixture.written()).hasSize(1);
            assertThat(fixture.session.messages).isEmpty();
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void closesAtOnce_peerSaysGoodbye() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(wire(publish("a")));
            bytes.writeBytes(Multipart.close().toByteArray());
            bytes.writeBytes(wire(publish("too late")));
            fixture.receive(bytes.toByteArray());
            assertThat(fixture.topics()).containsExactly("a");
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    /** Something that a peer does, by a name. */
    interface Fault {
        void happen(ConnectionFixture fixture);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("closed: no frame begins with 0x47", peer -> peer.receive(hex("47"))),
                fault("closed: a message of more than 100000 bytes", peer -> peer.receive(hex("020000000000100000"))),
                fault("closed: no memory for the message", ZmqConnectionTest::useUpTheMemory),
                fault("closed: a message that does not go on", ZmqConnectionTest::standStill),
                fault("closed: it reads too slowly", ZmqConnectionTest::readNothing),
                fault("closed: it has not pinged for 60 s", peer -> {
                    peer.pass(INTERVAL);
                    peer.pass(INTERVAL);
                }),
                fault("closed because handling its message failed", peer -> peer.receive(publish("fail"))));
    }

    private static Arguments fault(String reason, Fault fault) {
        return Arguments.of(reason, fault);
    }

    private static void useUpTheMemory(ConnectionFixture peer) {
        peer.budget.takeAnyway(300_000);
        peer.receive(hex("0100" + "0300000000000" + "0c350"), new byte[50_000]);
        peer.budget.giveBack(300_000);
    }

    private static void standStill(ConnectionFixture peer) {
        peer.receive(hex("0100" + "01ff"), new byte[10]);
        peer.pass(OPTIONS.messageTimeout());
    }

    private static void readNothing(ConnectionFixture peer) {
        peer.channel.stick();
        for (int i = 0; i < 1000; i++) {
            peer.connection.send(Message.Response.success(ID));
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isLoggedOnceAndClosed_peersFault(String reason, Fault fault) {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                var fixture = new ConnectionFixture(OPTIONS, new BufferBudget(300_000), (connection, message) -> {
                    if (message instanceof Message.Publish publish
                            && publish.topic().equals("fail")) {
                        throw new IllegalStateException("a fault that this test makes");
                    }
                })) {
            fault.happen(fixture);
            fixture.receive(publish("fail"));
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
            assertThat(log.lines()).singleElement().asString().startsWith("somebody (zmq embedded): " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void livesOnOrClosesAndLeaksNothing_anyBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            try (var fixture = new ConnectionFixture(OPTIONS, new BufferBudget(200_000), (connection, message) -> {
                if (random.nextInt(4) == 0) {
                    connection.pauseReading();
                }
            })) {
                for (int part = random.nextInt(6); part >= 0 && fixture.channel.isActive(); part--) {
                    fixture.receive(bytes(random));
                    fixture.connection.resumeReading();
                    fixture.channel.runPendingTasks();
                }
                assertThat(fixture.count(Count.CLOSED_FAILURE))
                        .as("seed %d, connection %d", seed, i)
                        .isZero();
            }
        }
    }

    private static byte[] bytes(Random random) {
        byte[] message = wire(Message.Publish.of("t", Payload.ofArguments("x".repeat(random.nextInt(600)))));
        if (random.nextBoolean()) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length)) : message;
    }
}
