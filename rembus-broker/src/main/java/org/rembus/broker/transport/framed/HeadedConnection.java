package org.rembus.broker.transport.framed;

import io.netty.channel.Channel;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Output;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;

/** A connection on which each message is one frame: a header, and the message as CBOR. */
public abstract class HeadedConnection extends FramedConnection {
    private static final byte[] NOTHING = {};

    private final byte[] header;
    private final LatestHead latestHead = new LatestHead();

    /**
     * @param scheme of the transport without TLS, as it stands in logs
     * @param maxHeaderBytes the longest header of a message
     */
    protected HeadedConnection(
            String scheme,
            int maxHeaderBytes,
            Channel channel,
            TransportLoop loop,
            ConnectionOptions options,
            FramedInput input) {
        super(scheme, channel, loop, options, input);
        this.header = new byte[maxHeaderBytes];
    }

    /**
     * Writes what goes before a message of so many bytes.
     *
     * @param target written from its beginning on
     * @return how many bytes the header has
     */
    protected abstract int writeHeader(int messageBytes, byte[] target);

    @Override
    protected Output.Room put(Message message) {
        byte[] body = MessageEncoder.encode(message);
        return output().add(header, writeHeader(body.length, header), body, Draw.WHOLE);
    }

    @Override
    protected Output.Room put(Outgoing message) {
        byte[] preface = takesTraces() ? message.preface() : NOTHING;
        if (preface.length == 0 && message.message() instanceof Message.Publish publish) {
            byte[] known = latestHead.of(publish);
            if (known != null) {
                return put(known, publish.data());
            }
        }
        byte[] head = message.head();
        byte[] body = message.body();
        int headerBytes = writeHeader(preface.length + head.length + body.length, header);
        if (preface.length + head.length == 0) {
            return output().add(header, headerBytes, body, Draw.SPARE);
        }
        byte[] start = new byte[headerBytes + preface.length + head.length];
        System.arraycopy(header, 0, start, 0, headerBytes);
        System.arraycopy(preface, 0, start, headerBytes, preface.length);
        System.arraycopy(head, 0, start, headerBytes + preface.length, head.length);
        return output().add(start, start.length, body, Draw.SPARE);
    }

    /** Puts a short message together where nothing need be made for it. */
    private Output.Room put(byte[] head, Payload data) {
        byte[] frame = loop().frameBuffer();
        int headerBytes = writeHeader(head.length + data.length(), frame);
        System.arraycopy(head, 0, frame, headerBytes, head.length);
        data.copyTo(frame, headerBytes + head.length);
        return output().add(frame, headerBytes + head.length + data.length(), NOTHING, Draw.SPARE);
    }

    /** Whether trace contexts were agreed on. */
    protected boolean takesTraces() {
        return false;
    }
}
