package org.rembus.broker.transport.tcp;

import io.netty.channel.Channel;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.FramedInput;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.framing.TcpEvents;
import org.rembus.protocol.framing.TcpReader;

/** What comes in on one TCP connection. */
final class FrameHandler extends FramedInput implements TcpEvents {
    private final TcpReader reader;
    private final TcpConnection connection;

    FrameHandler(Channel channel, TransportLoop loop, ConnectionOptions options) {
        super(channel, loop, options);
        this.reader = new TcpReader(limits(loop, options), this);
        this.connection = new TcpConnection(channel, loop, options, this);
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    @Override
    public TcpConnection connection() {
        return connection;
    }

    @Override
    public void onMessage(byte[] array, int offset, int length) {
        receive(array, offset, length);
    }

    @Override
    protected void receive(Message message) {
        if (!connection.isAnsweredBy(message)) {
            super.receive(message);
        }
    }

    @Override
    public void onViolation(int code, String reason) {
        violated(code, reason);
    }
}
