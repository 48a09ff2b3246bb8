package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.transport.ChannelFixture.outgoing;
import static org.rembus.broker.transport.ChannelFixture.publish;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;

/** What a connection of any transport does whose end is that of a stream. */
public abstract class StreamConnectionContract<F extends ChannelFixture> {
    protected static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000).withMaxOutputBytes(10_000);
    protected static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    /** What the transport is called in logs. */
    protected abstract String scheme();

    protected abstract F fixture(
            ConnectionOptions options, BufferBudget budget, BiConsumer<Connection, Message> reaction);

    protected final F fixture(ConnectionOptions options) {
        return fixture(options, new BufferBudget(1L << 30), (connection, message) -> {});
    }

    /** The messages written since the last call. */
    protected abstract List<Message> written(F fixture);

    /** As a peer sends these, with headers of all lengths. */
    protected byte[] framed(F fixture, Message... messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stream.of(messages).map(fixture::framed).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** What a peer may send, mostly not quite right. */
    protected abstract byte[] rubbish(Random random);

    @Test
    void handsOverTheSameMessages_cutAtEveryByte() {
        for (int cut = 0, end = 1; cut <= end; cut++) {
            try (F fixture = fixture(OPTIONS)) {
                byte[] stream = framed(fixture, publish("a"), publish("b".repeat(300)), publish("c"));
                end = stream.length;
                fixture.receive(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, end));
                assertThat(fixture.topics()).as("cut at %d", cut).containsExactly("a", "b".repeat(300), "c");
                assertThat(fixture.count(Count.MESSAGES_RECEIVED)).isEqualTo(3);
            }
        }
    }

    @Test
    void leavesInOneWriteWithTheShortestHeaders_messagesOfOneTurn() {
        try (F fixture = fixture(ConnectionOptions.DEFAULT)) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int bytes : List.of(10, 240, 250, 300, 4_000)) {
                var message = outgoing(bytes);
                assertThat(fixture.connection.offer(message)).isEqualTo(Offer.ACCEPTED);
                expected.writeBytes(fixture.framed(message.message()));
            }
            fixture.channel.runPendingTasks();
            assertThat(fixture.channel.writes()).isEqualTo(1);
            assertThat(fixture.channel.writtenBytes()).isEqualTo(expected.toByteArray());
            assertThat(fixture.count(Count.MESSAGES_SENT)).isEqualTo(5);
        }
    }

    @Test
    void keepsTheOrder_smallAndLargeMessages() {
        try (F fixture = fixture(ConnectionOptions.DEFAULT)) {
            List<Message> sent = new ArrayList<>();
            for (int bytes : List.of(10, 5_000, 20, 300_000, 4_000, 30, 70_000)) {
                var message = outgoing(bytes);
                fixture.connection.offer(message);
                sent.add(message.message());
            }
            assertThat(written(fixture)).isEqualTo(sent);
        }
    }

    @Test
    void refusesAndSaysWhenThereIsRoom_peerStopsReading() {
        try (F fixture = fixture(OPTIONS)) {
            fixture.channel.stick();
            int accepted = 0;
            while (fixture.connection.offer(outgoing(1000)) == Offer.ACCEPTED) {
                accepted++;
            }
            assertThat(accepted).isEqualTo(9);
            fixture.channel.loosen();
            assertThat(fixture.session.writable).hasValue(1);
            assertThat(written(fixture)).hasSize(accepted);
        }
    }

    @Test
    void handsOverTheRestLater_readingIsPausedAmidAMessage() {
        try (F fixture =
                fixture(OPTIONS, new BufferBudget(1 << 20), (connection, message) -> connection.pauseReading())) {
            byte[] second = fixture.framed(publish("b"));
            fixture.receive(fixture.framed(publish("a")), Arrays.copyOf(second, 4));
            fixture.receive(Arrays.copyOfRange(second, 4, second.length), fixture.framed(publish("c")));
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
    void sendsAllThenEndsTheStream_routerCloses() {
        try (F fixture = fixture(OPTIONS)) {
            fixture.connection.send(Message.Response.success(ID));
            fixture.connection.close(CloseReason.OVERWRITTEN);
            fixture.receive(publish("too late"));
            assertThat(written(fixture)).hasSize(1);
            assertThat(fixture.session.messages).isEmpty();
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
        }
    }

    /** Something that a peer does. */
    @FunctionalInterface
    protected interface Fault<F> {
        void happen(F fixture);
    }

    /** That a fault closes the connection, and is logged once with its reason. */
    protected final void assertClosed(String reason, Fault<F> fault) {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                F fixture = fixture(OPTIONS, new BufferBudget(300_000), StreamConnectionContract::failOnFail)) {
            fault.happen(fixture);
            fixture.receive(publish("fail"));
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("somebody (" + scheme() + " embedded): " + reason);
        }
    }

    private static void failOnFail(Connection connection, Message message) {
        if (message instanceof Message.Publish publish && publish.topic().equals("fail")) {
            throw new IllegalStateException("a fault that this test makes");
        }
    }

    @Test
    void isLoggedOnceAndClosed_itReadsTooSlowly() {
        assertClosed("closed: it reads too slowly", fixture -> {
            fixture.channel.stick();
            for (int i = 0; i < 1000; i++) {
                fixture.connection.send(Message.Response.success(ID));
            }
        });
    }

    @Test
    void isLoggedOnceAndClosed_handlingItsMessageFails() {
        assertClosed("closed because handling its message failed", fixture -> fixture.receive(publish("fail")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void livesOnOrClosesAndLeaksNothing_anyBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            try (F fixture = fixture(
                    OPTIONS, new BufferBudget(200_000), (connection, message) -> pauseNowAndThen(random, connection))) {
                for (int part = random.nextInt(6); part >= 0 && fixture.channel.isActive(); part--) {
                    fixture.receive(rubbish(random));
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
}
