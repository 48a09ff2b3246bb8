package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.ThreadLocalRandom;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.framing.TcpEvents;
import org.rembus.protocol.framing.TcpHeader;
import org.rembus.protocol.framing.TcpReader;

/**
 * A TCP connection (PROTOCOL.md section 3). It has no pings: a broker that is silent is asked for its {@code version}, which
 * every one answers; the answer is nobody's, and that it was heard is all it says. It has no goodbye either: the stream ends.
 */
final class TcpLink extends FramedLink implements TcpEvents {
    private final TcpReader reader;

    TcpLink(Destination destination, LinkEvents events, OutputBudget budget) {
        super(destination.tls(), events, budget);
        this.reader = new TcpReader(new AssemblyLimits(destination.maxMessageBytes(), ByteBudget.UNLIMITED), this);
    }

    @Override
    public Extensions extensions() {
        return Extensions.NONE;
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    @Override
    public void onMessage(byte[] array, int offset, int length) {
        receive(array, offset, length);
    }

    @Override
    public void onViolation(int code, String reason) {
        violated(code, reason);
    }

    @Override
    public void ping() {
        MessageId id = MessageId.of(ThreadLocalRandom.current().nextLong() | 1, MessageId.GEN2_LENGTH);
        byte[] question = MessageEncoder.encode(new Message.Rpc(id, "version", null, Payload.NO_ARGUMENTS));
        append(question, 0, question.length);
    }

    @Override
    protected int append(byte[] array, int offset, int length) {
        int headerBytes = TcpHeader.bytesFor(length);
        ByteBuf buffer = roomFor(headerBytes + length);
        if (buffer != null) {
            int at = TcpHeader.write(length, buffer.array(), buffer.arrayOffset() + buffer.writerIndex());
            System.arraycopy(array, offset, buffer.array(), at, length);
            appended(buffer, headerBytes + length);
        }
        return length;
    }

    @Override
    protected void sayGoodbye(ChannelHandlerContext open, int code, String reason) {
        endOutput(open, Unpooled.EMPTY_BUFFER);
    }
}
