package org.rembus.broker.transport.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.testing.RawPeer.BINARY;
import static org.rembus.broker.testing.RawPeer.CLOSE;
import static org.rembus.broker.testing.RawPeer.FIN;
import static org.rembus.broker.testing.RawPeer.PING;
import static org.rembus.broker.testing.RawPeer.TEXT;
import static org.rembus.broker.transport.ws.ConnectionFixture.frame;
import static org.rembus.broker.transport.ws.ConnectionFixture.outgoing;
import static org.rembus.broker.transport.ws.ConnectionFixture.publish;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;

final class WebSocketConnectionTest {
    private static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT;

    @Test
    void handsOverMessagesInOrder_severalInOneRead() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(concat(frame(publish("a")), frame(publish("b")), frame(publish("c"))));
            assertThat(fixture.topics()).containsExactly("a", "b", "c");
            assertThat(fixture.count(Count.MESSAGES_RECEIVED)).isEqualTo(3);
        }
    }

    @Test
    void leavesInFewWrites_thousandMessagesInOneTurn() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(fixture.connection.offer(outgoing(40))).isEqualTo(Offer.ACCEPTED);
            }
            assertThat(fixture.channel.writes()).isZero();
            assertThat(fixture.written()).hasSize(1000);
            assertThat(fixture.channel.writes()).isEqualTo(1);
            assertThat(fixture.count(Count.MESSAGES_SENT)).isEqualTo(1000);
        }
    }

    @Test
    void keepsTheOrder_smallAndLargeMessages() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            List<Integer> sizes = List.of(10, 5_000, 20, 300_000, 4_000, 4_100, 30, 70_000);
            List<String> expected = new ArrayList<>();
            for (int size : sizes) {
                var message = outgoing(size);
                fixture.connection.offer(message);
                expected.add("binary " + (message.head().length + message.body().length));
            }
            assertThat(fixture.written()).isEqualTo(expected);
        }
    }

    @Test
    void refusesAndSaysWhenThereIsRoom_peerStopsReading() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(1 << 20))) {
            fixture.channel.stick();
            int accepted = 0;
            while (fixture.connection.offer(outgoing(1000)) == Offer.ACCEPTED) {
                accepted++;
                fixture.channel.runPendingTasks();
            }
            assertThat(accepted).isBetween(1000, 1048);
            assertThat(fixture.connection.offer(outgoing(1000))).isEqualTo(Offer.FULL);
            assertThat(fixture.count(Count.REFUSED_OUTPUT_FULL)).isEqualTo(2);
            assertThat(fixture.session.writable).hasValue(0);
            fixture.channel.loosen();
            assertThat(fixture.session.writable).hasValue(1);
            assertThat(fixture.written()).hasSize(accepted);
            assertThat(fixture.connection.offer(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
            assertThat(fixture.written()).hasSize(1);
            assertThat(fixture.session.writable).hasValue(1);
        }
    }

    @Test
    void doesNotEvenAskForTheMessage_outputIsFull() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(10_000))) {
            fixture.channel.stick();
            assertThat(fixture.connection.offer(outgoing(9_000))).isEqualTo(Offer.ACCEPTED);
            AtomicInteger made = new AtomicInteger();
            Outgoing next = new Outgoing(2_000, () -> {
                made.incrementAndGet();
                return outgoing(2_000).message();
            });
            assertThat(fixture.connection.offer(next)).isEqualTo(Offer.FULL);
            assertThat(made).hasValue(0);
            fixture.channel.loosen();
            assertThat(fixture.connection.offer(next)).isEqualTo(Offer.ACCEPTED);
            assertThat(made).hasValue(1);
        }
    }

    @Test
    void takesOneMessageOfAnySize_outputEmpty() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(1000))) {
            fixture.channel.stick();
            assertThat(fixture.connection.offer(outgoing(5_000_000))).isEqualTo(Offer.ACCEPTED);
            assertThat(fixture.connection.offer(outgoing(1))).isEqualTo(Offer.FULL);
            fixture.channel.loosen();
            assertThat(fixture.session.writable).hasValue(1);
        }
    }

    @Test
    void closesTheConnection_answerFindsNoRoom() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(10_000))) {
            fixture.channel.stick();
            Message answer = Message.Response.success(MessageId.of(1, 8));
            for (int i = 0; i < 1000; i++) {
                fixture.connection.send(answer);
            }
            assertThat(fixture.count(Count.CLOSED_TOO_SLOW)).isEqualTo(1);
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void sendsALargeAnswer_smallOnesWait() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(10_000))) {
            fixture.channel.stick();
            fixture.connection.send(Message.Response.success(MessageId.of(1, 8)));
            fixture.connection.send(outgoing(50_000).message());
            assertThat(fixture.connection.offer(outgoing(1))).isEqualTo(Offer.FULL);
            fixture.channel.loosen();
            assertThat(fixture.written()).hasSize(2);
        }
    }

    @Test
    void sendsAnswersBehindALargeMessage_upToTheBoundOnceMore() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxOutputBytes(10_000))) {
            fixture.channel.stick();
            Message answer = Message.Response.success(MessageId.of(1, 8));
            for (int round = 0; round < 2; round++) {
                fixture.connection.offer(outgoing(5_000_000));
                for (int i = 0; i < 600; i++) {
                    fixture.connection.send(answer);
                }
                fixture.channel.loosen();
                assertThat(fixture.written()).hasSize(601);
                fixture.channel.stick();
            }
            fixture.connection.offer(outgoing(5_000_000));
            for (int i = 0; i < 700; i++) {
                fixture.connection.send(answer);
            }
            assertThat(fixture.count(Count.CLOSED_TOO_SLOW)).isEqualTo(1);
        }
    }

    @Test
    void refusesOffersButNotAnswers_budgetNearlyUsedUp() {
        BufferBudget budget = new BufferBudget(1 << 20);
        try (var fixture = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            budget.takeAnyway(900_000);
            assertThat(fixture.connection.offer(outgoing(10))).isEqualTo(Offer.NO_MEMORY);
            assertThat(fixture.count(Count.REFUSED_BUDGET)).isEqualTo(1);
            fixture.connection.send(Message.Response.success(MessageId.of(1, 8)));
            assertThat(fixture.written()).hasSize(1);
            fixture.pass(Duration.ofMillis(100));
            assertThat(fixture.session.writable).hasValue(0);
            budget.giveBack(900_000);
            fixture.pass(Duration.ofMillis(100));
            assertThat(fixture.session.writable).hasValue(1);
        }
    }

    @Test
    void countsALargeMessageOnce_manyReceivers() {
        BufferBudget budget = new BufferBudget(100_000_000);
        try (var one = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            one.channel.stick();
            var message = outgoing(1_000_000);
            for (int i = 0; i < 10; i++) {
                assertThat(one.connection.offer(message)).isEqualTo(Offer.ACCEPTED);
            }
            assertThat(budget.used()).isBetween(1_000_000L, 1_300_000L);
        }
    }

    @Test
    void stopsInTheMiddleOfAReceivedBuffer_readingIsPaused() {
        BufferBudget budget = new BufferBudget(1 << 20);
        try (var fixture = new ConnectionFixture(OPTIONS, budget, (connection, message) -> connection.pauseReading())) {
            fixture.receive(concat(frame(publish("a")), frame(publish("b"))));
            assertThat(fixture.topics()).containsExactly("a");
            assertThat(fixture.channel.config().isAutoRead()).isFalse();
            fixture.connection.resumeReading();
            assertThat(fixture.topics()).containsExactly("a");
            fixture.receive(frame(publish("c")));
            assertThat(fixture.topics()).containsExactly("a", "b");
            fixture.connection.resumeReading();
            fixture.channel.runPendingTasks();
            assertThat(fixture.topics()).containsExactly("a", "b", "c");
            assertThat(fixture.channel.config().isAutoRead()).isFalse();
            fixture.connection.resumeReading();
            fixture.channel.runPendingTasks();
            assertThat(fixture.channel.config().isAutoRead()).isTrue();
        }
    }

    @Test
    void answersPings_withTheirPayload() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(RawPeer.frame(FIN | PING, "x".getBytes(UTF_8)));
            assertThat(fixture.written()).containsExactly("pong x");
        }
    }

    @Test
    void pingsAndGivesUp_peerIsSilent() {
        try (var fixture = new ConnectionFixture(OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            fixture.pass(Duration.ofSeconds(29));
            assertThat(fixture.written()).isEmpty();
            fixture.pass(Duration.ofSeconds(1));
            assertThat(fixture.written()).containsExactly("ping 0");
            fixture.receive(RawPeer.frame(FIN | RawPeer.PONG));
            fixture.pass(Duration.ofSeconds(30));
            fixture.pass(Duration.ofSeconds(29));
            assertThat(fixture.written()).containsExactly("ping 0");
            fixture.pass(Duration.ofSeconds(1));
            assertThat(fixture.written()).containsExactly("close 1001 silent");
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void sendsWhatWasAcceptedThenCloses_routerCloses() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.connection.send(Message.Response.success(MessageId.of(1, 8)));
            fixture.connection.close(CloseReason.OVERWRITTEN);
            fixture.connection.close(CloseReason.DONE);
            assertThat(fixture.connection.offer(outgoing(1))).isEqualTo(Offer.GONE);
            assertThat(fixture.written()).containsExactly("binary 13", "close 4000 overwritten");
            fixture.receive(frame(publish("late")));
            assertThat(fixture.topics()).isEmpty();
            assertThat(fixture.session.closed).hasValue(0);
            fixture.receive(RawPeer.frame(FIN | CLOSE, (byte) 0x0F, (byte) 0xA0));
            assertThat(fixture.session.closed).hasValue(1);
            assertThat(fixture.channel.isOpen()).isFalse();
        }
    }

    @Test
    void answersWithTheSameCode_peerCloses() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(RawPeer.frame(FIN | CLOSE, (byte) 0x03, (byte) 0xE9, (byte) 'x'));
            assertThat(fixture.written()).containsExactly("close 1001 ");
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void stillHearsThePeersClose_readingWasPaused() {
        try (var fixture = new ConnectionFixture(
                OPTIONS, new BufferBudget(1 << 20), (connection, message) -> connection.pauseReading())) {
            fixture.receive(
                    concat(frame(publish("a")), frame(publish("b")), RawPeer.frame(FIN | CLOSE, (byte) 3, (byte) -24)));
            fixture.connection.close(CloseReason.GOING_AWAY);
            fixture.channel.runPendingTasks();
            assertThat(fixture.topics()).containsExactly("a");
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void waitsForASlowReaderOnlyWhileItReads_closing() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.channel.stick();
            fixture.connection.offer(outgoing(1_000_000));
            fixture.connection.close(CloseReason.DONE);
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void closesWith1002_messageCannotBeRead() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(RawPeer.frame(FIN | BINARY, (byte) 0xFF));
            assertThat(fixture.written()).singleElement().asString().startsWith("close 1002 ");
            assertThat(fixture.count(Count.CLOSED_VIOLATION)).isEqualTo(1);
            fixture.receive(frame(publish("late")), RawPeer.frame(FIN | CLOSE, (byte) 0x03, (byte) 0xEA));
            assertThat(fixture.topics()).isEmpty();
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void closesWith1009_messageTooBig() {
        try (var fixture = new ConnectionFixture(OPTIONS.withMaxMessageBytes(1000))) {
            fixture.receive(RawPeer.header(FIN | BINARY, 1001));
            assertThat(fixture.written()).singleElement().asString().startsWith("close 1009 ");
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void closesWith1013_noMemoryForTheMessage() {
        BufferBudget budget = new BufferBudget(100_000);
        try (var fixture = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            fixture.receive(RawPeer.header(FIN | BINARY, 1_000_000), new byte[60_000], new byte[60_000]);
            assertThat(fixture.written()).singleElement().asString().startsWith("close 1013 ");
        }
    }

    @Test
    void closesWith1013_inputsHoldHalfOfTheMemory() {
        BufferBudget budget = new BufferBudget(1_000_000);
        try (var hoarder = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {});
                var other = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            hoarder.receive(RawPeer.header(FIN | BINARY, 490_001), new byte[490_000]);
            assertThat(hoarder.written()).isEmpty();
            other.receive(RawPeer.header(FIN | BINARY, 100_000), new byte[20_000]);
            assertThat(other.written()).singleElement().asString().startsWith("close 1013 ");
            assertThat(hoarder.connection.offer(outgoing(100_000))).isEqualTo(Offer.ACCEPTED);
            assertThat(hoarder.written()).hasSize(1);
            hoarder.channel.close();
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void givesTheMemoryBackAndCloses_messageDoesNotGoOn() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(RawPeer.header(BINARY, 1_000_000), new byte[500_000]);
            assertThat(fixture.budget.used()).isGreaterThanOrEqualTo(500_000);
            fixture.pass(Duration.ofSeconds(30));
            fixture.receive(new byte[24_000]);
            fixture.pass(Duration.ofSeconds(29));
            fixture.receive(RawPeer.frame(FIN | PING));
            assertThat(fixture.connection.offer(outgoing(1))).isEqualTo(Offer.ACCEPTED);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(fixture.written()).endsWith("close 1008 a message that does not go on");
            assertThat(fixture.budget.used()).isZero();
            assertThat(fixture.count(Count.CLOSED_STALLED)).isEqualTo(1);
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    @Test
    void takesTheMessage_slowLine() {
        try (var fixture = new ConnectionFixture(OPTIONS.withPingInterval(Duration.ZERO))) {
            byte[] message = frame(publish("t".repeat(1_000_000)));
            int received = 8_000;
            fixture.receive(Arrays.copyOf(message, received));
            while (received < message.length) {
                fixture.pass(Duration.ofSeconds(29));
                int end = Math.min(message.length, received + 60_000);
                fixture.receive(Arrays.copyOfRange(message, received, end));
                received = end;
                fixture.pass(Duration.ofSeconds(1));
            }
            assertThat(fixture.topics()).hasSize(1);
        }
    }

    @Test
    void leavesEachItsTime_manyMessagesInPieces() {
        try (var fixture = new ConnectionFixture(OPTIONS.withPingInterval(Duration.ZERO))) {
            byte[] message = frame(publish("a"));
            fixture.receive(Arrays.copyOf(message, 7));
            for (int i = 0; i < 10; i++) {
                fixture.pass(Duration.ofSeconds(29));
                fixture.receive(concat(Arrays.copyOfRange(message, 7, message.length), Arrays.copyOf(message, 7)));
            }
            assertThat(fixture.topics()).hasSize(10);
            assertThat(fixture.written()).isEmpty();
        }
    }

    @Test
    void isNotTheFaultOfThePeer_messageDoesNotGoOnWhileReadingIsPaused() {
        try (var fixture = new ConnectionFixture(OPTIONS.withPingInterval(Duration.ZERO))) {
            byte[] message = frame(publish("a"));
            fixture.receive(Arrays.copyOf(message, 7));
            fixture.connection.pauseReading();
            fixture.receive(Arrays.copyOfRange(message, 7, message.length));
            fixture.pass(Duration.ofSeconds(100));
            fixture.connection.resumeReading();
            fixture.channel.runPendingTasks();
            assertThat(fixture.topics()).containsExactly("a");
        }
    }

    @Test
    void answersWithAnErrorAndGoesOn_textIsNoMessage() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.receive(RawPeer.frame(FIN | TEXT, "{\"id\":7,\"method\":\"rid\"}".getBytes(UTF_8)));
            fixture.receive(RawPeer.frame(FIN | TEXT, "rubbish".getBytes(UTF_8)));
            fixture.receive(frame(publish("a")));
            assertThat(fixture.written()).singleElement().asString().contains("\"id\":7", "-32600");
            assertThat(fixture.topics()).containsExactly("a");
        }
    }

    @Test
    void closesWith1011_handlingFails() {
        try (var log = CapturedLog.of(FloodLog.PEERS);
                var fixture = new ConnectionFixture(OPTIONS, new BufferBudget(1 << 20), (connection, message) -> {
                    throw new IllegalStateException("a fault on purpose");
                })) {
            fixture.receive(concat(frame(publish("a")), frame(publish("b"))));
            assertThat(fixture.written()).containsExactly("close 1011 internal error");
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
            assertThat(log.errors()).singleElement().asString().contains("handling its message failed");
        }
    }

    @Test
    void tellsOfTheEndOnce_connectionLost() {
        var fixture = new ConnectionFixture(OPTIONS);
        fixture.connection.offer(outgoing(100));
        fixture.channel.stick();
        fixture.channel.runPendingTasks();
        fixture.connection.offer(outgoing(100_000));
        fixture.close();
        fixture.connection.send(Message.Response.success(MessageId.of(1, 8)));
        fixture.connection.close(CloseReason.DONE);
        fixture.connection.ping();
        fixture.channel.runPendingTasks();
        assertThat(fixture.session.closed).hasValue(1);
        assertThat(fixture.budget.used()).isZero();
    }

    @Test
    void leavesNoBufferBehind_messagesOfAllSizes() {
        try (var fixture = new ConnectionFixture(OPTIONS)) {
            var received = Unpooled.wrappedBuffer(
                    concat(frame(publish("a")), frame(publish("b".repeat(100_000))), frame(publish("c"))));
            fixture.channel.writeInbound(received);
            assertThat(received.refCnt()).isZero();
            assertThat(Collections.max(fixture.topics()).length()).isLessThan(100_001);
        }
    }

    private static byte[] concat(byte[]... parts) {
        var whole = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
