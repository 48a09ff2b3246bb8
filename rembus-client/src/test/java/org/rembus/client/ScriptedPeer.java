package org.rembus.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.json.JsonRpcDecoder;
import org.rembus.protocol.json.JsonRpcEncoder;

/** One connection of a {@link ScriptedBroker}. It says that it is a broker when that is the first question; no test hears of it. */
public final class ScriptedPeer {
    private static final long PATIENCE_S = 10;

    private final Channel channel;
    private final BiConsumer<ScriptedPeer, Message> script;
    private final BlockingQueue<Message> unread = new LinkedBlockingQueue<>();
    private final Queue<Message> all = new ConcurrentLinkedQueue<>();
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private volatile boolean speaksJson;
    private boolean isFirst = true;
    private Runnable onOpened = () -> {};

    ScriptedPeer(Channel channel, BiConsumer<ScriptedPeer, Message> script) {
        this.channel = channel;
        this.script = script;
    }

    void onOpened(Runnable action) {
        onOpened = action;
    }

    ChannelHandler handler() {
        return new SimpleChannelInboundHandler<WebSocketFrame>() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete
                        || event == SimpleTcpCodec.OPENED) {
                    onOpened.run();
                }
            }

            @Override
            protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws Exception {
                byte[] bytes = ByteBufUtil.getBytes(frame.content());
                speaksJson = frame instanceof TextWebSocketFrame;
                Message message = decode(bytes);
                if (isFirst && message instanceof Message.Rpc rpc && rpc.topic().equals("version")) {
                    isFirst = false;
                    send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("1.0")));
                    return;
                }
                isFirst = false;
                all.add(message);
                unread.add(message);
                script.accept(ScriptedPeer.this, message);
            }
        };
    }

    private Message decode(byte[] bytes) throws Exception {
        if (speaksJson) {
            texts.add(new String(bytes, StandardCharsets.UTF_8));
            return new JsonRpcDecoder(Limits.MAX_NESTING).decode(bytes, 0, bytes.length);
        }
        return new MessageDecoder().decode(bytes, 0, bytes.length);
    }

    /** The texts among what it received so far. */
    public List<String> receivedTexts() {
        return List.copyOf(texts);
    }

    /** The next message of this kind; others before it are skipped. */
    public <M extends Message> M next(Class<M> kind) {
        try {
            while (true) {
                Message message = unread.poll(PATIENCE_S, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("no " + kind.getSimpleName() + " within " + PATIENCE_S + " s");
                }
                if (kind.isInstance(message)) {
                    return kind.cast(message);
                }
            }
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    /** All that it received so far. */
    public List<Message> received() {
        return List.copyOf(all);
    }

    /** All of this kind that it received so far. */
    public <M extends Message> List<M> received(Class<M> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Sends a message in the encoding of what came last. */
    public void send(Message message) {
        if (speaksJson) {
            sendText(new String(JsonRpcEncoder.encode(message), StandardCharsets.UTF_8));
        } else {
            sendBytes(MessageEncoder.encode(message));
        }
    }

    public void sendText(String text) {
        channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    public void sendBytes(byte[] bytes) {
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    }

    /** Sends bytes that need be no frame, on TCP. */
    public void sendRaw(byte... bytes) {
        channel.pipeline().context(SimpleTcpCodec.class).writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** Closes with a close frame. */
    public void close(int code, String reason) {
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }

    /** Ends the connection without a close frame. */
    public void drop() {
        channel.close();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Reads nothing any more. */
    public void stopReading() {
        channel.config().setAutoRead(false);
    }

    public void resumeReading() {
        channel.config().setAutoRead(true);
    }
}
