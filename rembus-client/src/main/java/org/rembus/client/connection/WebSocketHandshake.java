package org.rembus.client.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.ConnectException;
import java.net.URI;
import java.util.function.Consumer;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;

/** Turns an HTTP connection into a link, by Netty's handshake; the frames are then the link's own. */
final class WebSocketHandshake extends TimedHandshake {
    /** What a component understands beyond the protocol. */
    static final Extensions OFFERED = Extensions.of(Extension.NACK, Extension.TRACE, Extension.EVENTS);

    private final WebSocketLink link;
    private final OwnFraming handshaker;

    WebSocketHandshake(
            URI uri, WebSocketLink link, long timeoutMs, Runnable onConnected, Consumer<Throwable> onFailed) {
        super("WebSocket handshake", timeoutMs, onConnected, onFailed);
        this.link = link;
        this.handshaker = new OwnFraming(uri, link);
    }

    @Override
    void begin(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel());
    }

    @Override
    void read(ChannelHandlerContext ctx, Object received) {
        if (!(received instanceof FullHttpResponse response)) {
            return;
        }
        if (response.decoderResult().isFailure()) {
            fail(
                    ctx,
                    Connector.because(
                            "what answers there does not speak HTTP",
                            response.decoderResult().cause()));
        } else if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            String status = HttpResponseStatus.valueOf(response.status().code()).toString();
            fail(ctx, new ConnectException("what answers there refuses WebSocket, by HTTP status " + status));
        } else {
            finish(ctx, response);
        }
    }

    private void finish(ChannelHandlerContext ctx, FullHttpResponse response) {
        link.agree(Extensions.parse(response.headers().getAll(Extensions.HEADER)));
        try {
            handshaker.finishHandshake(ctx.channel(), response);
        } catch (WebSocketHandshakeException wrong) {
            fail(ctx, Connector.because("what answers there does not begin WebSocket as it should", wrong));
            return;
        }
        ctx.pipeline().remove(this);
        succeed();
    }

    /** That TLS failed is known before the connection is closed because of it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent encryption && !encryption.isSuccess()) {
            fail(ctx, encryption.cause());
        }
        ctx.fireUserEventTriggered(event);
    }

    /** The handshake of RFC 6455 with our link in the place of Netty's frame decoder. */
    private static final class OwnFraming extends WebSocketClientHandshaker13 {
        private final WebSocketLink link;

        OwnFraming(URI uri, WebSocketLink link) {
            super(uri, WebSocketVersion.V13, null, false, offer(link.offered()), 1);
            this.link = link;
        }

        private static HttpHeaders offer(Extensions offered) {
            return new DefaultHttpHeaders().set(Extensions.HEADER, offered.toString());
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
