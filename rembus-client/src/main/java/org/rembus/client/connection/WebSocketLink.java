package org.rembus.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.FrameReader;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;
import org.rembus.protocol.json.JsonRpcEncoder.Receiver;
import org.rembus.protocol.json.JsonRpcException;

/**
 * A WebSocket connection after its handshake (PROTOCOL.md section 3). Messages are written in one encoding; CBOR is read also where
 * JSON is written: a broker that has not heard from a peer yet cannot know better.
 *
 * <p>It stands in the pipeline where Netty's own decoder would.
 */
final class WebSocketLink extends FramedLink implements WebSocketFrameDecoder, WebSocketEvents {
    private static final byte[] NOTHING = {};
    private static final int MOST_BYTES_ON_LOOP = 64 * 1024;

    /** A text has no place for a trace context. */
    private static final Extensions OFFERED_IN_JSON = Extensions.of(Extension.NACK, Extension.EVENTS);

    private final WebSocketReader reader;
    private final FrameWriter writer;
    private final @Nullable JsonCodec json;
    private final InOrder inOrder;
    private Extensions agreed = Extensions.NONE;

    /** @param workers read what is long */
    WebSocketLink(Destination destination, LinkEvents events, OutputBudget budget, Executor workers) {
        super(destination.tls(), events, budget);
        this.reader = new WebSocketReader(
                Role.CLIENT, new AssemblyLimits(destination.maxMessageBytes(), ByteBudget.UNLIMITED), this);
        // Masks need only be hard to foresee for an application that chooses payloads: RFC 6455 section 10.3.
        this.writer = FrameWriter.masked(() -> ThreadLocalRandom.current().nextInt());
        this.json = destination.encoding() == Encoding.JSON ? new JsonCodec() : null;
        this.inOrder = new InOrder(workers);
    }

    /** What to offer in the handshake. */
    Extensions offered() {
        return json == null ? WebSocketHandshake.OFFERED : OFFERED_IN_JSON;
    }

    /** The handshake ended with these. */
    void agree(Extensions echoed) {
        agreed = echoed.and(offered());
    }

    @Override
    public Extensions extensions() {
        return agreed;
    }

    @Override
    protected FrameReader reader() {
        return reader;
    }

    // -- receiving --

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        if (inOrder.isReading()) {
            byte[] kept = Arrays.copyOfRange(array, offset, offset + length);
            inOrder.then(() -> receive(kept, 0, length));
        } else {
            receive(array, offset, length);
        }
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        if (json == null) {
            complain("the broker sent a text message, which nobody asked for");
            return;
        }
        ChannelHandlerContext open = context();
        if (open != null && length > MOST_BYTES_ON_LOOP) {
            byte[] kept = Arrays.copyOfRange(array, offset, offset + length);
            inOrder.readAside(open, () -> read(json, kept, 0, length));
        } else if (inOrder.isReading()) {
            byte[] kept = Arrays.copyOfRange(array, offset, offset + length);
            inOrder.then(() -> read(json, kept, 0, length).run());
        } else {
            read(json, array, offset, length).run();
        }
    }

    /** What is to be done with a text. */
    private Runnable read(JsonCodec codec, byte[] array, int offset, int length) {
        try {
            Message message = codec.decode(array, offset, length);
            return () -> receive(message);
        } catch (JsonRpcException unreadable) {
            return () -> complain("the broker sent a text that is no message: " + unreadable.getMessage());
        }
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        append(FrameType.PONG, array, offset, length);
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        // that it was heard is all it says
    }

    @Override
    public void onClose(int code, String reason) {
        inOrder.then(() -> closedByPeer(code, reason));
    }

    @Override
    public void onViolation(int code, String reason) {
        inOrder.then(() -> violated(code, reason));
    }

    // -- sending --

    @Override
    protected int append(byte[] array, int offset, int length) {
        if (json == null) {
            append(FrameType.BINARY, array, offset, length);
            return length;
        }
        // Who agrees to extensions is one of ours.
        Receiver broker = agreed.equals(Extensions.NONE) ? Receiver.BROKER : Receiver.BROKER_OF_OURS;
        byte[] text = json.encode(array, offset, length, broker);
        append(FrameType.TEXT, text, 0, text.length);
        return text.length;
    }

    @Override
    public void ping() {
        append(FrameType.PING, NOTHING, 0, 0);
    }

    private void append(FrameType type, byte[] array, int offset, int length) {
        int bytes = writer.frameBytes(length);
        ByteBuf buffer = roomFor(bytes);
        if (buffer != null) {
            int at = buffer.arrayOffset() + buffer.writerIndex();
            writer.write(type, array, offset, length, buffer.array(), at);
            appended(buffer, bytes);
        }
    }

    @Override
    protected void sayGoodbye(ChannelHandlerContext open, int code, String reason) {
        ByteBuf frame = open.alloc().heapBuffer().writeBytes(writer.closeFrame(code, reason));
        open.writeAndFlush(frame).addListener(written -> {
            if (!written.isSuccess()) {
                open.close();
            }
        });
    }
}
