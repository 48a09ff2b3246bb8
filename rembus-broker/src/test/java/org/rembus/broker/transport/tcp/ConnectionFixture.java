package org.rembus.broker.transport.tcp;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.Connection;
import org.rembus.broker.routing.Outgoing;
import org.rembus.broker.testing.ManualClock;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.BufferBudget;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.SlowChannel;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.TcpEvents;
import org.rembus.protocol.framing.TcpReader;

/** One connection on a channel in memory, with time that stands still. */
final class ConnectionFixture implements AutoCloseable {
    final SlowChannel channel = new SlowChannel();
    final ManualClock clock = new ManualClock();
    final RecordingAcceptor acceptor;
    final BufferBudget budget;
    final TransportLoop loop;
    final Connection connection;
    final RecordingAcceptor.Session session;

    ConnectionFixture(ConnectionOptions options) {
        this(options, new BufferBudget(1L << 30), (connection, message) -> {});
    }

    ConnectionFixture(ConnectionOptions options, BufferBudget budget, BiConsumer<Connection, Message> reaction) {
        this.budget = budget;
        acceptor = new RecordingAcceptor(reaction);
        loop = new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), clock);
        FrameHandler handler = new FrameHandler(channel, loop, options);
        channel.pipeline().addLast(handler);
        handler.open(acceptor);
        connection = handler.connection();
        session = acceptor.session();
    }

    /** Bytes come from the peer. */
    void receive(byte[]... parts) {
        for (byte[] part : parts) {
            channel.writeInbound(Unpooled.copiedBuffer(part));
        }
        channel.runPendingTasks();
    }

    void receive(Message message) {
        receive(RawTcpPeer.frame(message));
    }

    static Message.Publish publish(String topic) {
        return Message.Publish.of(topic, Payload.NO_ARGUMENTS);
    }

    /** A message whose payload has this many bytes and a little more. */
    static Outgoing outgoing(int bytes) {
        return new Outgoing(Message.Publish.of("t", Payload.of(new byte[bytes])));
    }

    /** Time passes, for the clock and for timers. */
    void pass(Duration time) {
        clock.advance(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    List<String> topics() {
        return session.messages.stream()
                .map(message -> ((Message.Publish) message).topic())
                .toList();
    }

    /** The messages written since the last call. */
    List<Message> written() {
        channel.runPendingTasks();
        byte[] bytes = channel.writtenBytes();
        Written written = new Written(new ArrayList<>());
        new TcpReader(new AssemblyLimits(1 << 30, ByteBudget.UNLIMITED), written).read(bytes, 0, bytes.length);
        return written.messages;
    }

    long count(Traffic.Count what) {
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

    private record Written(List<Message> messages) implements TcpEvents {
        @Override
        public void onMessage(byte[] array, int offset, int length) {
            try {
                messages.add(new MessageDecoder().decode(array.clone(), offset, length));
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onViolation(int code, String reason) {
            throw new AssertionError(reason);
        }
    }
}
