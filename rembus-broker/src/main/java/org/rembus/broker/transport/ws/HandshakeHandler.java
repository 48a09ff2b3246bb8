package org.rembus.broker.transport.ws;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.arrival.Arrival;
import org.rembus.broker.transport.http.HttpRoom;
import org.rembus.broker.transport.http.Reach;
import org.rembus.protocol.Extensions;

/** The first phase of a connection: one HTTP request. Then this handler makes way, or the connection ends. */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final Arrival arrival;
    private final TransportLoop loop;
    private final @Nullable HttpRoom http;
    private final BiConsumer<ChannelPipeline, Extensions> onAccepted;
    private @Nullable FullHttpResponse answer;
    private boolean refused;

    /**
     * @param http who sees to requests that are not for a WebSocket; null for nobody
     * @param onAccepted called after the answer, with what it agreed on, to put in place what reads the bytes that follow
     */
    HandshakeHandler(
            Arrival arrival,
            TransportLoop loop,
            @Nullable HttpRoom http,
            BiConsumer<ChannelPipeline, Extensions> onAccepted) {
        this.http = http;
        this.arrival = arrival;
        this.loop = loop;
        this.onAccepted = onAccepted;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        arrival.begin();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ReferenceCountUtil.release(answer);
        answer = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpRoom room = http;
        if (room != null && !refused && message instanceof HttpRequest request && !Handshake.isMeant(request)) {
            handOver(ctx, room, request);
        } else {
            shakeHands(ctx, message);
        }
    }

    /** From now on the connection is one of HTTP. */
    private void handOver(ChannelHandlerContext ctx, HttpRoom room, HttpRequest request) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(HttpResponseEncoder.class);
        pipeline.addLast(room.serve(arrival));
        ctx.fireChannelRead(request);
        pipeline.remove(this);
    }

    private void shakeHands(ChannelHandlerContext ctx, Object message) {
        try {
            if (refused) {
                return;
            }
            if (message instanceof HttpRequest request) {
                answer = objection(ctx, request)
                        .map(objection -> Handshake.refusal(HttpResponseStatus.FORBIDDEN, objection))
                        .orElseGet(() -> Handshake.answer(request));
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

    private Optional<String> objection(ChannelHandlerContext ctx, HttpRequest request) {
        return http == null
                ? Optional.empty()
                : http.origins().objectionToHandshake(request.headers(), Reach.of(ctx.channel()));
    }

    private void answer(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (isRefusal(response)) {
            refuse(ctx, Traffic.Count.HANDSHAKES_REFUSED, response);
            return;
        }
        if (!arrival.admit()) {
            response.release();
            refuse(ctx, Traffic.Count.CONNECTIONS_REFUSED, Handshake.full());
            return;
        }
        Extensions agreed = Handshake.extensionsIn(response.headers());
        ctx.writeAndFlush(response);
        ChannelPipeline pipeline = ctx.pipeline();
        onAccepted.accept(pipeline, agreed);
        pipeline.remove(this);
        pipeline.remove(HttpResponseEncoder.class);
        // Last: it passes on what came after the request.
        pipeline.remove(HttpRequestDecoder.class);
    }

    private void refuse(ChannelHandlerContext ctx, Traffic.Count count, FullHttpResponse response) {
        refused = true;
        loop.traffic().increment(count);
        loop.log().info(count, arrival.peer(), "refused with " + sentence(response));
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static boolean isRefusal(FullHttpResponse response) {
        return response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        arrival.fail("its handshake could not be handled", cause);
    }

    private static String sentence(FullHttpResponse refusal) {
        return refusal.status().code() + ": "
                + refusal.content().toString(StandardCharsets.UTF_8).strip();
    }
}
