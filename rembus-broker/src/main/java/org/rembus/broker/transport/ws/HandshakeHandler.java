package org.rembus.broker.transport.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.protocol.Extensions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first phase of a connection: one HTTP request. Then this handler makes way, or the connection ends. */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandshakeHandler.class);

    private final TransportLoop loop;
    private final long timeoutNs;
    private final BiConsumer<ChannelPipeline, Extensions> onAccepted;
    private @Nullable Future<?> timeout;
    private @Nullable FullHttpResponse answer;
    private boolean refused;

    /** @param onAccepted called after the answer, with what it agreed on, to put in place what reads the bytes that follow */
    HandshakeHandler(TransportLoop loop, long timeoutNs, BiConsumer<ChannelPipeline, Extensions> onAccepted) {
        this.loop = loop;
        this.timeoutNs = timeoutNs;
        this.onAccepted = onAccepted;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel oldest = loop.admission().begin(ctx.channel());
        if (oldest != null) {
            crowdOut(oldest);
        }
        timeout = ctx.executor().schedule(() -> timedOut(ctx), timeoutNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        ReferenceCountUtil.release(answer);
        answer = null;
    }

    private void crowdOut(Channel oldest) {
        loop.traffic().increment(Traffic.Count.HANDSHAKES_CROWDED_OUT);
        loop.log()
                .info(
                        Traffic.Count.HANDSHAKES_CROWDED_OUT,
                        peer(oldest),
                        "closed: its handshake is the oldest of too many that are under way");
        oldest.close();
    }

    private void timedOut(ChannelHandlerContext ctx) {
        loop.traffic().increment(Traffic.Count.HANDSHAKES_TIMED_OUT);
        loop.log().info(Traffic.Count.HANDSHAKES_TIMED_OUT, peer(ctx.channel()), "closed: its handshake took too long");
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (refused) {
                return;
            }
            if (message instanceof HttpRequest request) {
                answer = Handshake.answer(request);
            }
            FullHttpResponse response = answer;
            if (response != null && (isRefusal(response) || message instanceof LastHttpContent)) {
                answer = null;
                answer(ctx, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (isRefusal(response)) {
            refuse(ctx, Traffic.Count.HANDSHAKES_REFUSED, response);
            return;
        }
        if (!loop.admission().admit(ctx.channel())) {
            response.release();
            refuse(ctx, Traffic.Count.CONNECTIONS_REFUSED, Handshake.full());
            return;
        }
        Extensions agreed = Handshake.extensionsIn(response.headers());
        ctx.writeAndFlush(response);
        ChannelPipeline pipeline = ctx.pipeline();
        onAccepted.accept(pipeline, agreed);
        pipeline.remove(this);
        // Last: it passes on what came after the request.
        pipeline.remove(HttpServerCodec.class);
    }

    private void refuse(ChannelHandlerContext ctx, Traffic.Count count, FullHttpResponse response) {
        refused = true;
        loop.traffic().increment(count);
        loop.log().info(count, peer(ctx.channel()), "refused with " + sentence(response));
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static boolean isRefusal(FullHttpResponse response) {
        return response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOGGER.debug("{}: {}", peer(ctx.channel()), cause.toString());
        } else {
            loop.log()
                    .error(
                            Traffic.Count.CLOSED_FAILURE,
                            peer(ctx.channel()),
                            "closed because its handshake could not be handled",
                            cause);
        }
        ctx.close();
    }

    private static String peer(Channel channel) {
        return "ws " + Peers.name(channel.remoteAddress());
    }

    private static String sentence(FullHttpResponse refusal) {
        return refusal.status().code() + ": "
                + refusal.content().toString(StandardCharsets.UTF_8).strip();
    }
}
