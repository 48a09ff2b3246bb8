package org.rembus.broker.transport.ws;

import io.netty.channel.Channel;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.framed.HeadedConnection;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.output.Output;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.json.Dialect;
import org.rembus.protocol.json.JsonId;
import org.rembus.protocol.json.JsonRpcEncoder;
import org.rembus.protocol.json.JsonRpcEncoder.Receiver;

/**
 * One peer's WebSocket connection after the handshake: what goes out, and how it ends.
 *
 * <p>It ends in the order: close frame written, the peer's close frame or the end of its stream, TCP closed; or TCP
 * closed after the time for that is over.
 */
final class WebSocketConnection extends HeadedConnection {
    private static final FrameWriter WRITER = FrameWriter.unmasked();
    private static final byte[] NOTHING = {};

    private final Extensions agreed;
    private final boolean takesTraces;
    private final byte[] header = new byte[FrameWriter.MAX_HEADER_BYTES];
    private boolean speaksJson;
    private Dialect dialect = Dialect.UNSAID;

    WebSocketConnection(
            Channel channel, TransportLoop loop, ConnectionOptions options, Extensions agreed, FrameHandler input) {
        super("ws", FrameWriter.MAX_HEADER_BYTES, channel, loop, options, input);
        this.agreed = agreed;
        this.takesTraces = agreed.has(Extension.TRACE);
    }

    @Override
    public Extensions extensions() {
        return agreed;
    }

    @Override
    protected boolean takesTraces() {
        return takesTraces;
    }

    @Override
    protected int writeHeader(int messageBytes, byte[] target) {
        return WRITER.writeHeader(FrameType.BINARY, messageBytes, target, 0);
    }

    /** The peer's last message was JSON, or CBOR: so are those to it from now on. */
    void follow(boolean json) {
        speaksJson = json;
    }

    /** The peer's last message was in this dialect, if it says so. */
    void follow(Dialect spoken) {
        if (spoken != Dialect.UNSAID) {
            dialect = spoken;
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    protected Output.Room put(Message message) {
        if (!speaksJson) {
            return super.put(message);
        }
        if (message instanceof Message.Response response && JsonId.isUnanswered(response.id())) {
            return Output.Room.TAKEN;
        }
        return loop().longTexts().isLong(message)
                ? putLater(loop().longTexts().of(message), Draw.WHOLE)
                : putText(JsonRpcEncoder.encode(message, receiver(message)), Draw.WHOLE);
    }

    private Receiver receiver(Message message) {
        return message instanceof Message.Response answer
                        && dialect.isJulias(answer.id().length())
                ? Receiver.JULIA_COMPONENT
                : Receiver.COMPONENT;
    }

    @Override
    protected Output.Room put(Outgoing message) {
        if (!speaksJson) {
            return super.put(message);
        }
        return loop().longTexts().isLong(message)
                ? putLater(loop().longTexts().of(message.message()), Draw.SPARE)
                : putText(message.text(loop().translations()), Draw.SPARE);
    }

    private Output.Room putText(byte[] text, Draw draw) {
        return output().add(header, WRITER.writeHeader(FrameType.TEXT, text.length, header, 0), text, draw);
    }

    /** Sends what may not be dropped. */
    void answer(FrameType type, byte[] payload) {
        insist(header, WRITER.writeHeader(type, payload.length, header, 0), payload);
    }

    @Override
    protected void sendPing() {
        int headerBytes = WRITER.writeHeader(FrameType.PING, 0, header, 0);
        // Refused only when so much waits that the peer cannot have read it: a ping would wait behind it.
        output().add(header, headerBytes, NOTHING, Draw.WHOLE);
    }

    /** A text came that is no message. */
    void passedOver(String reason) {
        log(Traffic.Count.TEXTS_REFUSED, "passed over a text that is no message: " + reason);
    }

    /** The peer's close frame came. */
    void peerCloses(int code) {
        beginClose(code, "").onAnswered();
    }

    @Override
    protected String closedWith(int code) {
        return "closed with " + code;
    }

    @Override
    protected Goodbye sayGoodbye(int code, String text) {
        output().add(header, 0, WRITER.closeFrame(code, text), Draw.ANYWAY);
        return Goodbye.SAID;
    }
}
