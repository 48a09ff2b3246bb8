package org.rembus.broker.transport.ws;

import io.netty.channel.Channel;
import java.util.Arrays;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.FramedInput;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.TraceCodec;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;
import org.rembus.protocol.json.JsonMessage;
import org.rembus.protocol.json.JsonRpcDecoder;
import org.rembus.protocol.json.JsonRpcException;

/** What comes in on one WebSocket connection after its handshake. */
final class FrameHandler extends FramedInput implements WebSocketEvents {
    private final TransportLoop loop;
    private final WebSocketReader reader;
    private final JsonRpcDecoder json;
    private final WebSocketConnection connection;

    FrameHandler(Channel channel, TransportLoop loop, ConnectionOptions options, Extensions agreed) {
        super(channel, loop, options);
        this.loop = loop;
        this.reader = new WebSocketReader(Role.SERVER, limits(loop, options), this);
        this.json = new JsonRpcDecoder(options.maxNesting());
        this.connection = new WebSocketConnection(channel, loop, options, agreed, this);
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    @Override
    public WebSocketConnection connection() {
        return connection;
    }

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        connection.follow(false);
        receive(array, offset, length);
    }

    @Override
    protected Message decode(MessageDecoder cbor, byte[] array, int offset, int length) throws ProtocolException {
        return TraceCodec.decode(cbor, array, offset, length, connection.extensions());
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        if (!connection.isOpen()) {
            return;
        }
        connection.follow(true);
        if (loop.longTexts().isLong(length)) {
            byte[] text = Arrays.copyOfRange(array, offset, offset + length);
            readAside(length, () -> read(text, 0, length));
        } else {
            read(array, offset, length).run();
        }
    }

    /** What is to be done with a text. */
    private Runnable read(byte[] array, int offset, int length) {
        try {
            JsonMessage read = json.read(array, offset, length);
            return () -> {
                connection.follow(read.dialect());
                received(read.message());
            };
        } catch (JsonRpcException refused) {
            return () -> refused(refused);
        }
    }

    private void refused(JsonRpcException why) {
        if (connection.isOpen()) {
            loop.traffic().increment(Traffic.Count.TEXTS_REFUSED);
            connection.passedOver(String.valueOf(why.getMessage()));
            why.answer().ifPresent(text -> connection.answer(FrameType.TEXT, text));
        }
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        connection.answer(FrameType.PONG, Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        // That it came is all that matters.
    }

    @Override
    public void onClose(int code, String reason) {
        connection.peerCloses(code);
    }

    @Override
    public void onViolation(int code, String reason) {
        violated(code, reason);
    }
}
