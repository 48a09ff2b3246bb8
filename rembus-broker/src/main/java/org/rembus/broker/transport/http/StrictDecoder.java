package org.rembus.broker.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/** Cuts requests, and takes none whose end another reader could see elsewhere. */
final class StrictDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADERS_BYTES = 8 * 1024;

    private long receivedBytes;

    StrictDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) throws Exception {
        if (received instanceof ByteBuf bytes) {
            receivedBytes += bytes.readableBytes();
        }
        super.channelRead(ctx, received);
    }

    /** The connection is gone, and with it who would be answered: half a request is no bad one then, whoever ended it. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf rest, List<Object> parts) throws Exception {
        if (ctx.channel().isActive()) {
            super.decodeLast(ctx, rest, parts);
        }
    }

    /** How many bytes have come since the last call. */
    long takeReceivedBytes() {
        long taken = receivedBytes;
        receivedBytes = 0;
        return taken;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
