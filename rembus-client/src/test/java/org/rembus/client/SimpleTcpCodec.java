package org.rembus.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.util.List;

/** The frames of PROTOCOL.md section 3 on TCP, as simple as can be; what they carry looks like WebSocket to the next handler. */
final class SimpleTcpCodec extends ByteToMessageCodec<BinaryWebSocketFrame> {
    /** The event that says that messages may come and go. */
    static final Object OPENED = new Object();

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireUserEventTriggered(OPENED);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, BinaryWebSocketFrame frame, ByteBuf out) {
        out.writeByte(0x8F).writeInt(frame.content().readableBytes()).writeBytes(frame.content());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.markReaderIndex();
        int lengthBytes = switch (in.readUnsignedByte()) {
            case 0x81 -> 1;
            case 0x8D -> 2;
            case 0x8F -> 4;
            default -> throw new IllegalArgumentException("no frame");
        };
        long length = 0;
        boolean isThere = in.readableBytes() >= lengthBytes;
        for (int i = 0; isThere && i < lengthBytes; i++) {
            length = length << 8 | in.readUnsignedByte();
        }
        if (isThere && in.readableBytes() >= length) {
            out.add(new BinaryWebSocketFrame(in.readRetainedSlice((int) length)));
        } else {
            in.resetReaderIndex();
        }
    }
}
