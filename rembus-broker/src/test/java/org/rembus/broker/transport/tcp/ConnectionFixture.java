package org.rembus.broker.transport.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.broker.transport.ChannelFixture;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.TcpEvents;
import org.rembus.protocol.framing.TcpReader;

/** One connection on a channel in memory, with time that stands still. */
final class ConnectionFixture extends ChannelFixture {
    ConnectionFixture(ConnectionOptions options, BufferBudget budget, BiConsumer<Connection, Message> reaction) {
        super(budget, reaction, (channel, loop, acceptor) -> {
            FrameHandler handler = new FrameHandler(channel, loop, options);
            channel.pipeline().addLast(handler);
            handler.open(acceptor);
            return handler.connection();
        });
    }

    @Override
    protected byte[] framed(Message message) {
        return RawTcpPeer.frame(message);
    }

    /** The messages written since the last call. */
    List<Message> written() {
        byte[] bytes = writtenBytes();
        Written written = new Written(new ArrayList<>());
        new TcpReader(new AssemblyLimits(1 << 30, ByteBudget.UNLIMITED), written).read(bytes, 0, bytes.length);
        return written.messages;
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
