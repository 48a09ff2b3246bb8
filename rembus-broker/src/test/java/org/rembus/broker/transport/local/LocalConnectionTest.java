package org.rembus.broker.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.rembus.broker.transport.ChannelFixture.outgoing;
import static org.rembus.broker.transport.ChannelFixture.publish;

import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.ManualClock;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.SlowChannel;
import org.rembus.broker.transport.Traffic.Count;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.local.LocalEnd;

/** A component of this process that takes its messages late, at the door and on its connection. */
final class LocalConnectionTest {
    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000).withMaxOutputBytes(10_000);
    private static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    /** Runs tasks and timers when it is told to. */
    private final SlowChannel channel = new SlowChannel();

    private final BufferBudget budget = new BufferBudget(1 << 20);
    private final TransportLoop loop =
            new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), new ManualClock());
    private final RecordingAcceptor acceptor = new RecordingAcceptor();
    private final SlowComponent component = new SlowComponent();
    private LocalDoor door = new LocalDoor(loop, acceptor, OPTIONS);

    private LocalEnd open(ConnectionOptions options) throws ConnectException {
        door = new LocalDoor(loop, acceptor, options);
        LocalEnd end = door.connect(component, Extensions.NONE);
        end.begin(component);
        channel.runPendingTasks();
        return end;
    }

    private Connection connection() {
        return acceptor.session().connection;
    }

    /** Offers until one is refused. */
    private int accepted(int bytes, Offer refusal) {
        int accepted = 0;
        Offer last = connection().offer(outgoing(bytes));
        for (; last == Offer.ACCEPTED; last = connection().offer(outgoing(bytes))) {
            accepted++;
        }
        assertThat(last).isEqualTo(refusal);
        return accepted;
    }

    private void takeAll() {
        component.take();
        channel.runPendingTasks();
    }

    private void passAMinute() {
        channel.advanceTimeBy(1, TimeUnit.MINUTES);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private long count(Count what) {
        return loop.traffic().get(what);
    }

    @AfterEach
    void nothingOfTheBudgetIsLost() {
        if (!acceptor.sessions.isEmpty()) {
            connection().close(CloseReason.GOING_AWAY);
            channel.runPendingTasks();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void countsByTransport_fromItsBeginningToItsEnd() throws ConnectException {
        LocalEnd end = open(OPTIONS);
        assertThat(loop.traffic().connections()).isEqualTo(Map.of("local", 1L));
        end.end(CloseCode.NORMAL, "done");
        channel.runPendingTasks();
        assertThat(acceptor.session().closed).hasValue(1);
        assertThat(loop.traffic().connections()).isEqualTo(Map.of("local", 0L));
    }

    @Test
    void refusesAndSaysWhenThereIsRoom_componentDoesNotTake() throws ConnectException {
        open(OPTIONS);
        int accepted = accepted(1000, Offer.FULL);
        assertThat(accepted).isEqualTo(9);
        assertThat(count(Count.REFUSED_OUTPUT_FULL)).isOne();
        assertThat(acceptor.session().writable).hasValue(0);
        takeAll();
        assertThat(acceptor.session().writable).hasValue(1);
        assertThat(component.messages).hasSize(accepted);
        assertThat(connection().offer(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void acceptsOneMessageOfAnySize_nothingWaits() throws ConnectException {
        open(OPTIONS);
        assertThat(connection().offer(outgoing(50_000))).isEqualTo(Offer.ACCEPTED);
        assertThat(connection().offer(outgoing(10))).isEqualTo(Offer.FULL);
        connection().send(Message.Response.success(ID));
        takeAll();
        assertThat(component.messages).hasSize(2);
    }

    @Test
    void refusesForWantOfBudget_untilOthersGaveItBack() throws ConnectException {
        open(OPTIONS);
        assertThat(budget.take(780_000)).isTrue();
        assertThat(connection().offer(outgoing(90_000))).isEqualTo(Offer.NO_MEMORY);
        assertThat(count(Count.REFUSED_BUDGET)).isOne();

        passAMinute();
        assertThat(acceptor.session().writable).as("while it is short").hasValue(0);
        budget.giveBack(780_000);
        passAMinute();
        assertThat(acceptor.session().writable).hasValue(1);
        assertThat(connection().offer(outgoing(90_000))).isEqualTo(Offer.ACCEPTED);
        takeAll();
    }

    /** Who has much waiting gets none of the last half of what all have together. */
    @Test
    void leavesHalfOfTheBudgetToOthers_muchWaits() throws ConnectException {
        open(OPTIONS.withMaxOutputBytes(10_000_000));
        accepted(10_000, Offer.NO_MEMORY);
        assertThat(budget.used()).isBetween(500_000L, budget.limit() / 2);
        takeAll();
    }

    @Test
    void takesOfWhatIsToBeFresh_onlyAMoment_whateverElseWaits() throws ConnectException {
        open(OPTIONS);
        assertThat(connection().offer(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
        int fresh = 0;
        Offer last = connection().offerFresh(outgoing(1000));
        for (; last == Offer.ACCEPTED; last = connection().offerFresh(outgoing(1000))) {
            fresh++;
        }
        assertThat(last).isEqualTo(Offer.FULL);
        assertThat(fresh).as("half of what may wait").isEqualTo(5);
        assertThat(connection().offer(outgoing(1000))).as("room for the rest").isEqualTo(Offer.ACCEPTED);
        takeAll();
        assertThat(acceptor.session().writable).hasValue(1);
        assertThat(connection().offerFresh(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void closesAfterWhatWasAccepted_answersFindNoRoom() throws ConnectException {
        open(OPTIONS);
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS)) {
            int answers = 0;
            while (acceptor.session().closed.get() == 0) {
                connection().send(new Message.Response(ID, Status.SUCCESS, Payload.of(new byte[1000])));
                channel.runPendingTasks();
                answers++;
            }
            takeAll();
            assertThat(component.messages).hasSize(answers - 1);
            assertThat(log.lines()).singleElement().asString().contains("takes its messages too slowly");
        }
        assertThat(component.ends).containsExactly(CloseReason.TOO_SLOW.code());
        assertThat(count(Count.CLOSED_TOO_SLOW)).isOne();
        assertThat(connection().offer(outgoing(1))).isEqualTo(Offer.GONE);
        assertThat(connection().offerFresh(outgoing(1))).isEqualTo(Offer.GONE);
    }

    @Test
    void closes_messageIsTooLong() throws ConnectException {
        LocalEnd end = open(OPTIONS);
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS)) {
            end.send(MessageEncoder.encode(publish("a")));
            end.send(new byte[OPTIONS.maxMessageBytes() + 1]);
            channel.runPendingTasks();
            assertThat(log.lines()).singleElement().asString().contains("closed with 1009");
        }
        takeAll();
        assertThat(acceptor.session().messages).hasSize(1);
        assertThat(component.ends).containsExactly(CloseCode.TOO_BIG);
        assertThat(count(Count.CLOSED_TOO_BIG)).isOne();
    }

    @Test
    void letsNobodyIn_brokerIsClosed() throws ConnectException {
        LocalEnd late = door.connect(component, Extensions.NONE);
        late.begin(component);
        door.stopAccepting();
        channel.runPendingTasks();
        takeAll();
        assertThat(component.ends).containsExactly(CloseReason.GOING_AWAY.code());
        assertThat(acceptor.sessions).isEmpty();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> door.connect(component, Extensions.NONE));
    }
}
