package org.rembus.broker.transport.ws;

import java.util.List;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.ChannelFixture;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.cbor.MessageEncoder;

/** One connection after its handshake, on a channel in memory, with time that stands still. */
final class ConnectionFixture extends ChannelFixture {
    ConnectionFixture(ConnectionOptions options) {
        this(options, new BufferBudget(1L << 30), (connection, message) -> {});
    }

    ConnectionFixture(ConnectionOptions options, BufferBudget budget, BiConsumer<Connection, Message> reaction) {
        super(budget, reaction, (channel, loop, acceptor) -> {
            FrameHandler handler = new FrameHandler(channel, loop, options, Extensions.NONE);
            channel.pipeline().addLast(handler);
            handler.open(acceptor);
            return handler.connection();
        });
    }

    @Override
    protected byte[] framed(Message message) {
        return frame(message);
    }

    static byte[] frame(Message message) {
        return RawPeer.frame(RawPeer.FIN | RawPeer.BINARY, MessageEncoder.encode(message));
    }

    List<String> written() {
        return WrittenFrames.in(writtenBytes());
    }
}
