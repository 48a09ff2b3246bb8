package org.rembus.broker.transport;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.connection.Acceptor;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.testing.ManualClock;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** One connection of any transport on a channel in memory, with time that stands still. */
public abstract class ChannelFixture implements AutoCloseable {
    public final SlowChannel channel = new SlowChannel();
    public final ManualClock clock = new ManualClock();
    public final RecordingAcceptor acceptor;
    public final BufferBudget budget;
    public final TransportLoop loop;
    public final Connection connection;
    public final RecordingAcceptor.Session session;

    /** Puts a transport's handler into the channel, as its listener would. */
    protected interface Opening {
        Connection open(SlowChannel channel, TransportLoop loop, Acceptor acceptor);
    }

    protected ChannelFixture(BufferBudget budget, BiConsumer<Connection, Message> reaction, Opening opening) {
        this.budget = budget;
        acceptor = new RecordingAcceptor(reaction);
        loop = new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), clock);
        connection = opening.open(channel, loop, acceptor);
        session = acceptor.session();
    }

    /** A message as the peer frames it. */
    protected abstract byte[] framed(Message message);

    /** Bytes come from the peer. */
    public void receive(byte[]... parts) {
        for (byte[] part : parts) {
            channel.writeInbound(Unpooled.copiedBuffer(part));
        }
        channel.runPendingTasks();
    }

    public void receive(Message message) {
        receive(framed(message));
    }

    public static Message.Publish publish(String topic) {
        return Message.Publish.of(topic, Payload.NO_ARGUMENTS);
    }

    /** A message whose payload has this many bytes and a little more. */
    public static Outgoing outgoing(int bytes) {
        return new Outgoing(Message.Publish.of("t", Payload.of(new byte[bytes])));
    }

    /** Time passes, for the clock and for timers. */
    public void pass(Duration time) {
        clock.advance(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    public List<String> topics() {
        return session.messages.stream()
                .map(message -> ((Message.Publish) message).topic())
                .toList();
    }

    /** What has been written since the last call. */
    protected byte[] writtenBytes() {
        channel.runPendingTasks();
        return channel.writtenBytes();
    }

    public long count(Traffic.Count what) {
        return loop.traffic().get(what);
    }

    /** Ends the connection; everything taken from the budget must have come back. */
    @Override
    public void close() {
        channel.close();
        channel.runPendingTasks();
        channel.writtenBytes();
        if (budget.used() != 0) {
            throw new AssertionError(budget.used() + " bytes of the budget did not come back");
        }
    }
}
