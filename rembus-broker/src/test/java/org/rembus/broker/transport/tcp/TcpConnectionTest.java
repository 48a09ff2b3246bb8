package org.rembus.broker.transport.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.transport.tcp.ConnectionFixture.outgoing;
import static org.rembus.broker.transport.tcp.ConnectionFixture.publish;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.StreamConnectionContract;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

final class TcpConnectionTest extends StreamConnectionContract<ConnectionFixture> {
    private static final Duration INTERVAL = OPTIONS.pingInterval();

    @Override
    protected String scheme() {
        return "tcp";
    }

    @Override
    protected ConnectionFixture fixture(
            ConnectionOptions options, BufferBudget budget, BiConsumer<Connection, Message> reaction) {
        return new ConnectionFixture(options, budget, reaction);
    }

    @Override
    protected List<Message> written(ConnectionFixture fixture) {
        return fixture.written();
    }

    @Override
    protected byte[] framed(ConnectionFixture fixture, Message... messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] headers = {0x81, 0x8D, 0x8F};
        for (int i = 0; i < messages.length; i++) {
            bytes.writeBytes(RawTcpPeer.frame(headers[i], MessageEncoder.encode(messages[i])));
        }
        return bytes.toByteArray();
    }

    @Test
    void livesOn_peerOnlyListens() {
        try (var fixture = fixture(OPTIONS)) {
            for (int i = 0; i < 10; i++) {
                fixture.connection.offer(outgoing(100));
                fixture.channel.runPendingTasks();
                fixture.pass(INTERVAL);
            }
            assertThat(fixture.channel.isActive()).isTrue();
            assertThat(written(fixture)).hasSize(10);
        }
    }

    @Test
    void isGivenUpAfterTwoIntervals_peerTakesNothing() {
        try (var fixture = fixture(OPTIONS)) {
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
        try (var fixture = fixture(OPTIONS)) {
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
        try (var fixture = fixture(OPTIONS)) {
            fixture.receive(new Message.Rpc(MessageId.of(1, idLength), "t", null, Payload.NO_ARGUMENTS));
            fixture.connection.ping();
            Message.Rpc question = (Message.Rpc) written(fixture).getFirst();
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
                fault("closed: it has taken nothing for 60 s", TcpConnectionTest::takeNothing));
    }

    private static Arguments fault(String reason, Fault<ConnectionFixture> fault) {
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

    private static void takeNothing(ConnectionFixture peer) {
        peer.channel.stick();
        peer.connection.offer(outgoing(10));
        peer.pass(INTERVAL);
        peer.pass(INTERVAL);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isLoggedOnceAndClosed_peersFault(String reason, Fault<ConnectionFixture> fault) {
        assertClosed(reason, fault);
    }

    @Override
    protected byte[] rubbish(Random random) {
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
