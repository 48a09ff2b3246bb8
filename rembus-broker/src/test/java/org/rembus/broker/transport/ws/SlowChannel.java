package org.rembus.broker.transport.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;

/** A socket in memory that stops taking bytes when it is told to, and counts how often it was written to. */
final class SlowChannel extends EmbeddedChannel {
    private boolean stuck;
    private int writes;

    SlowChannel() {
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 * 1024, 128 * 1024));
    }

    /** The peer stops reading. */
    void stick() {
        stuck = true;
    }

    /** The peer reads on. */
    void loosen() {
        stuck = false;
        flush();
        runPendingTasks();
    }

    int writes() {
        return writes;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        if (!stuck) {
            writes++;
            super.doWrite(in);
        }
    }

    /** The frames written so far, one line each: type, and a text or a number of bytes. */
    List<String> written() {
        List<String> lines = new ArrayList<>();
        byte[] bytes = writtenBytes();
        new WebSocketReader(Role.CLIENT, new AssemblyLimits(1 << 30, ByteBudget.UNLIMITED), new Lines(lines))
                .read(bytes, 0, bytes.length);
        return lines;
    }

    byte[] writtenBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
            byte[] copy = new byte[part.readableBytes()];
            part.readBytes(copy);
            part.release();
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    private record Lines(List<String> lines) implements WebSocketEvents {
        @Override
        public void onBinary(byte[] array, int offset, int length) {
            lines.add("binary " + length);
        }

        @Override
        public void onText(byte[] array, int offset, int length) {
            lines.add("text " + new String(array, offset, length, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void onPing(byte[] array, int offset, int length) {
            lines.add("ping " + length);
        }

        @Override
        public void onPong(byte[] array, int offset, int length) {
            lines.add("pong " + new String(array, offset, length, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void onClose(int code, String reason) {
            lines.add("close " + code + " " + reason);
        }

        @Override
        public void onViolation(int code, String reason) {
            lines.add("violation " + code);
        }
    }
}
