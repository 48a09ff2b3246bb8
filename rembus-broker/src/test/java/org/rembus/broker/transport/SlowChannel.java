package org.rembus.broker.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;

/** A socket in memory that stops taking bytes when it is told to, and counts how often it was written to. */
public final class SlowChannel extends EmbeddedChannel {
    private boolean stuck;
    private int writes;

    public SlowChannel() {
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 * 1024, 128 * 1024));
    }

    /** The peer stops reading. */
    public void stick() {
        stuck = true;
    }

    /** The peer reads on. */
    public void loosen() {
        stuck = false;
        flush();
        runPendingTasks();
    }

    public int writes() {
        return writes;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        if (!stuck) {
            writes++;
            super.doWrite(in);
        }
    }

    /** All that has been written since the last call. */
    public byte[] writtenBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
            byte[] copy = new byte[part.readableBytes()];
            part.readBytes(copy);
            part.release();
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }
}
