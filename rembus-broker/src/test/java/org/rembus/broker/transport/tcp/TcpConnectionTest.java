package org.rembus.broker.transport.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.transport.tcp.ConnectionFixture.outgoing;
import static org.rembus.broker.transport.tcp.ConnectionFixture.publish;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.CloseReason;
import org.rembus.broker.routing.Connection;
import org.rembus.broker.routing.Connection.Offer;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.transport.BufferBudget;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

final class TcpConnectionTest {
    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000).withMaxOutputBytes(10_000);
    private static final Duration INTERVAL = OPTIONS.pingInterval();

    @Test
    void handsOverTheSameMessages_cutAtEveryByte() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawTcpPeer.frame(0x81, MessageEncoder.encode(publish("a"))));
        bytes.writeBytes(RawTcpPeer.frame(0x8D, MessageEncoder.encode(publish("b".repeat(300)))));
        bytes.writeBytes(RawTcpPeer.frame(0x8F, MessageEncoder.encode(publish("c"))));
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
    void leavesInOneWriteWithTheShortestHeaders_messagesOfOneTurn() {
        try (var fixture = new ConnectionFixture(ConnectionOptions.DEFAULT)) {
            List<Message> sent = new ArrayList<>();
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int bytes : List.of(10, 240, 250, 300, 4_000)) {
                var message = outgoing(bytes);
                assertThat(fixture.connection.offer(message)).isEqualTo(Offer.ACCEPTED);
                sent.add(message.message());
                expected.writeBytes(RawTcpPeer.frame(message.message()));
            }
            fixture.channel.runPendingTasks();
            assertThat(fixture.channel.writes()).isEqualTo(1);
            assertThat(fixture.channel.writtenBytes()).isEqualTo(expected.toByteArray());
            assertThat(fixture.count(Count.MESSAGES_SENT)).isEqualTo(sent.size());
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
    void handsOverTheRestLater_readingIsPausedAmidAFrame() {
        try (var fixture = new ConnectionFixture(
                OPTIONS, new BufferBudget(1 << 20), (connection, message) -> connection.pauseReading())) {
            byte[] second = RawTcpPeer.frame(publish("b"));
            fixture.receive(RawTcpPeer.frame(publish("a")), Arrays.copyOf(second, 4));
            fixture.receive(Arrays.copyOfRange(second, 4, second.length), RawTcpPeer.frame(publish("c")));
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
    void livesOn_peerOnlyListens() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            for (int i = 0; i < 10; i++) {
                fixture.connection.offer(outgoing(100));
                fixture.channel.runPendingTasks();
                fixture.pass(INTERVAL);
            }
            assertThat(fixture.channel.isActive()).isTrue();
            assertThat(fixture.written()).hasSize(10);
        }
    }

    @Test
    void isGivenUpAfterTwoIntervals_peerTakesNothing() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.pass(INTERVAL.multipliedBy(5));
            fixture.channel.stick();
            fixture.connection.offer(outgoing(100));
            fixture.channel.runPendingTasks();
            fixture.pass(INTERVAL);
            assertThat(fixture.count(Count.CLOSED_SILENT)).isZero();
            fixture.pass(INTERVAL);
            fixture.pass(INTERVAL);
            assertThat(fixture.count(Count.CLOSED_SILENT)).isEqualTo(1);
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void livesOn_peerTakesNothingButIsHeard() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.channel.stick();
            fixture.connection.offer(outgoing(100));
            for (int i = 0; i < 6; i++) {
                fixture.receive(publish("here"));
                fixture.pass(INTERVAL);
            }
            assertThat(fixture.count(Count.CLOSED_SILENT)).isZero();
            fixture.channel.loosen();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void asksForTheVersionAndKeepsTheAnswerToItself_ping(int idLength) {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(new Message.Rpc(MessageId.of(1, idLength), "t", null, Payload.NO_ARGUMENTS));
            fixture.connection.ping();
            Message.Rpc question = (Message.Rpc) fixture.written().getFirst();
            assertThat(question.topic()).isEqualTo("version");
            assertThat(question.id().length()).isEqualTo(idLength);
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.receive(new Message.Response(question.id(), Status.SUCCESS, Payload.of("1.0")));
            assertThat(fixture.connection.lastHeardNs()).isEqualTo(fixture.loop.nowNs());
            assertThat(fixture.session.messages).hasSize(1);
            fixture.receive(new Message.Response(question.id(), Status.SUCCESS, Payload.of("1.0")));
            assertThat(fixture.session.messages).hasSize(2);
        }
    }

    @Test
    void sendsAllThenEndsTheStream_routerCloses() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.connection.send(Message.Response.success(MessageId.of(1, 8)));
            fixture.connection.close(CloseReason.OVERWRITTEN);
            fixture.receive(publish("too late"));
            assertThat(fixture.written()).hasSize(1);
            assertThat(fixture.session.messages).isEmpty();
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    /** Something that a peer does, by a name. */
    interface Fault {
        void happen(ConnectionFixture fixture);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("closed: no frame begins with 0x47", peer -> peer.receive("GET / HTTP/1.1".getBytes(US_ASCII))),
                fault("closed: ", peer -> peer.receive(RawTcpPeer.frame(0x81, (byte) 0xFF))),
                fault("closed: ", peer -> peer.receive(RawTcpPeer.frame(0x8D))),
                fault(
                        "closed: a message of more than 100000 bytes",
                        peer -> peer.receive(RawTcpPeer.header(0x8F, 100_001))),
                fault("closed: a message of more than 100000 bytes", peer -> peer.receive(RawTcpPeer.header(0x8F, -1))),
                fault("closed: no memory for the message", TcpConnectionTest::useUpTheMemory),
                fault("closed: a message that does not go on", TcpConnectionTest::standStill),
                fault("closed: it reads too slowly", TcpConnectionTest::readNothing),
                fault("closed: it has taken nothing for 60 s", TcpConnectionTest::takeNothing),
                fault("closed because handling its message failed", peer -> peer.receive(publish("fail"))));
    }

    private static Arguments fault(String reason, Fault fault) {
        return Arguments.of(reason, fault);
    }

    private static void useUpTheMemory(ConnectionFixture peer) {
        peer.budget.takeAnyway(300_000);
        peer.receive(RawTcpPeer.header(0x8F, 100_000), new byte[50_000]);
        peer.budget.giveBack(300_000);
    }

    private static void standStill(ConnectionFixture peer) {
        peer.receive(RawTcpPeer.header(0x8D, 1000), new byte[10]);
        peer.pass(OPTIONS.messageTimeout());
    }

    private static void readNothing(ConnectionFixture peer) {
        peer.channel.stick();
        for (int i = 0; i < 1000; i++) {
            peer.connection.send(Message.Response.success(MessageId.of(1, 8)));
        }
    }

    private static void takeNothing(ConnectionFixture peer) {
        peer.channel.stick();
        peer.connection.offer(outgoing(10));
        peer.pass(INTERVAL);
        peer.pass(INTERVAL);
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
            assertThat(log.lines()).singleElement().asString().startsWith("somebody (tcp embedded): " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void livesOnOrClosesAndLeaksNothing_anyBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            try (var fixture = new ConnectionFixture(
                    OPTIONS, new BufferBudget(200_000), (connection, message) -> pauseNowAndThen(random, connection))) {
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

    private static void pauseNowAndThen(Random random, Connection connection) {
        if (random.nextInt(4) == 0) {
            connection.pauseReading();
        }
    }

    private static byte[] bytes(Random random) {
        byte[] message = MessageEncoder.encode(publish("t".repeat(random.nextInt(2000))));
        switch (random.nextInt(5)) {
            case 0 -> random.nextBytes(message);
            case 1 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {}
        }
        byte[] frame = RawTcpPeer.frame(random.nextBoolean() ? 0x8D : 0x8F, message);
        if (random.nextInt(8) == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
    }
}
