package org.rembus.broker.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.transport.zmq.ConnectionFixture.outgoing;
import static org.rembus.broker.transport.zmq.ConnectionFixture.publish;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.StreamConnectionContract;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.SocketType;

final class ZmqConnectionTest extends StreamConnectionContract<ConnectionFixture> {
    private static final Duration INTERVAL = OPTIONS.pingInterval();

    @Override
    protected String scheme() {
        return "zmq";
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

    private static byte[] wire(Message message) {
        return Multipart.of(message, SocketType.DEALER).toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void livesOnWithoutAWord_peerPings() {
        try (var fixture = fixture(OPTIONS)) {
            for (int i = 0; i < 10; i++) {
                fixture.pass(INTERVAL);
                fixture.receive(new Message.Ping(ID, "alice"));
            }
            assertThat(fixture.channel.isActive()).isTrue();
            assertThat(written(fixture)).isEmpty();
        }
    }

    @Test
    void isGivenUpAfterTwoIntervals_peerIsSilentAlthoughItTakesAll() {
        try (var fixture = fixture(OPTIONS)) {
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
        try (var fixture = fixture(OPTIONS)) {
            fixture.receive(new byte[] {4, (byte) (ping.length() / 2)}, hex(ping));
            fixture.channel.runPendingTasks();
            String pong = "04504f4e47" + ping.substring(14);
            assertThat(fixture.channel.writtenBytes()).isEqualTo(hex("04%02x".formatted(pong.length() / 2) + pong));
            assertThat(fixture.session.messages).isEmpty();
        }
    }

    @Test
    void closesAtOnce_peerSaysGoodbye() {
        try (var fixture = fixture(OPTIONS)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(wire(publish("a")));
            bytes.writeBytes(Multipart.close().toByteArray());
            bytes.writeBytes(wire(publish("too late")));
            fixture.receive(bytes.toByteArray());
            assertThat(fixture.topics()).containsExactly("a");
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("closed: no frame begins with 0x47", peer -> peer.receive(hex("47"))),
                fault("closed: a message of more than 100000 bytes", peer -> peer.receive(hex("020000000000100000"))),
                fault("closed: no memory for the message", ZmqConnectionTest::useUpTheMemory),
                fault("closed: a message that does not go on", ZmqConnectionTest::standStill),
                fault("closed: it has not pinged for 60 s", peer -> {
                    peer.pass(INTERVAL);
                    peer.pass(INTERVAL);
                }));
    }

    private static Arguments fault(String reason, Fault<ConnectionFixture> fault) {
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

    @ParameterizedTest
    @MethodSource("faults")
    void isLoggedOnceAndClosed_peersFault(String reason, Fault<ConnectionFixture> fault) {
        assertClosed(reason, fault);
    }

    @Override
    protected byte[] rubbish(Random random) {
        byte[] message = wire(Message.Publish.of("t", Payload.ofArguments("x".repeat(random.nextInt(600)))));
        if (random.nextBoolean()) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length)) : message;
    }
}
