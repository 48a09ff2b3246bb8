package org.rembus.client.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;

/** Turns an HTTP connection into a link, by Netty's handshake; the frames are then the link's own. */
final class Handshake extends SimpleChannelInboundHandler<FullHttpResponse> {
    /** What a component understands beyond the protocol. */
    static final Extensions OFFERED = Extensions.of(Extension.NACK, Extension.EVENTS);

    private final WebSocketLink link;
    private final Runnable onConnected;
    private final Consumer<Throwable> onFailed;
    private final long timeoutMs;
    private final OwnFraming handshaker;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean isOver;

    Handshake(URI uri, WebSocketLink link, long timeoutMs, Runnable onConnected, Consumer<Throwable> onFailed) {
        this.link = link;
        this.onConnected = onConnected;
        this.onFailed = onFailed;
        this.timeoutMs = timeoutMs;
        this.handshaker = new OwnFraming(uri, link);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.fireChannelActive();
    }

    private void begin(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> fail(ctx, new ConnectException("no answer to the WebSocket handshake")),
                        timeoutMs,
                        TimeUnit.MILLISECONDS);
        handshaker.handshake(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (isOver) {
            return;
        }
        link.agree(
                Extensions.parse(response.headers().getAll(Extensions.HEADER)).and(OFFERED));
        handshaker.finishHandshake(ctx.channel(), response);
        over();
        ctx.pipeline().remove(this);
        onConnected.run();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new ConnectException("the connection was closed during the WebSocket handshake"));
    }

    /** That TLS failed is known before the connection is closed because of it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent encryption && !encryption.isSuccess()) {
            fail(ctx, encryption.cause());
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!isOver) {
            over();
            ctx.close();
            onFailed.accept(cause);
        }
    }

    private void over() {
        isOver = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** The handshake of RFC 6455 with our link in the place of Netty's frame decoder. */
    private static final class OwnFraming extends WebSocketClientHandshaker13 {
        private final WebSocketLink link;

        OwnFraming(URI uri, WebSocketLink link) {
            super(uri, WebSocketVersion.V13, null, false, offer(), 1);
            this.link = link;
        }

        private static HttpHeaders offer() {
            return new DefaultHttpHeaders().set(Extensions.HEADER, OFFERED.toString());
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return link;
        }

        @Override
        protected WebSocketFrameEncoder newWebSocketEncoder() {
            return new PassThrough();
        }
    }

    /** Stands where Netty wants its encoder. The link writes bytes. */
    private static final class PassThrough extends ChannelOutboundHandlerAdapter implements WebSocketFrameEncoder {}
}
