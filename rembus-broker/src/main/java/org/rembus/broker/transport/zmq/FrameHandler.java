package org.rembus.broker.transport.zmq;

import io.netty.channel.Channel;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.FramedInput;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.zmq.MultipartDecoder;
import org.rembus.protocol.zmq.MultipartEvents;
import org.rembus.protocol.zmq.MultipartReader;
import org.rembus.protocol.zmq.MultipartSink;

/** What comes in on one ZeroMQ connection after its handshake. */
final class FrameHandler extends FramedInput implements MultipartEvents, MultipartSink {
    private final MultipartReader reader;
    private final MultipartDecoder decoder;
    private final ZmqConnection connection;

    FrameHandler(Channel channel, TransportLoop loop, ConnectionOptions options) {
        super(channel, loop, options);
        this.reader = new MultipartReader(limits(loop, options), this);
        this.decoder = new MultipartDecoder(options.maxNesting());
        this.connection = new ZmqConnection(channel, loop, options, this);
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    @Override
    public ZmqConnection connection() {
        return connection;
    }

    @Override
    public void onMultipart(byte[] array, int offset, int length) {
        decoder.decode(array, offset, length, this);
    }

    @Override
    public void onMessage(Message message) {
        received(message);
    }

    @Override
    protected void receive(Message message) {
        if (!connection.isAnsweredBy(message)) {
            super.receive(message);
        }
    }

    @Override
    public void onClose() {
        connection.peerCloses();
    }

    @Override
    public void onMalformed(String reason) {
        connection.passedOver(reason);
    }

    @Override
    public void onAnswerWanted(byte[] frame) {
        connection.answer(frame);
    }

    @Override
    public void onViolation(int code, String reason) {
        violated(code, reason);
    }
}
