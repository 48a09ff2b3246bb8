package org.rembus.broker.transport.zmq;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.transport.ChannelFixture;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.MultipartDecoder;
import org.rembus.protocol.zmq.MultipartEvents;
import org.rembus.protocol.zmq.MultipartReader;
import org.rembus.protocol.zmq.MultipartSink;
import org.rembus.protocol.zmq.SocketType;

/** One connection after its handshake, on a channel in memory, with time that stands still. */
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
        return Multipart.of(message, SocketType.DEALER).toByteArray();
    }

    /** The messages written since the last call. */
    List<Message> written() {
        byte[] bytes = writtenBytes();
        Written written = new Written(new ArrayList<>(), new MultipartDecoder());
        new MultipartReader(new AssemblyLimits(1 << 30, ByteBudget.UNLIMITED), written).read(bytes, 0, bytes.length);
        return written.messages;
    }

    private record Written(List<Message> messages, MultipartDecoder decoder) implements MultipartEvents, MultipartSink {
        @Override
        public void onMultipart(byte[] array, int offset, int length) {
            decoder.decode(array, offset, length, this);
        }

        @Override
        public void onMessage(Message message) {
            messages.add(message);
        }

        @Override
        public void onClose() {
            throw new AssertionError("a goodbye");
        }

        @Override
        public void onMalformed(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onAnswerWanted(byte[] frame) {
            throw new AssertionError("a command");
        }

        @Override
        public void onViolation(int code, String reason) {
            throw new AssertionError(reason);
        }
    }
}
