package org.rembus.client.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What has to be said before a connection carries messages. It ends once: well, or badly, which closes the connection. */
abstract class TimedHandshake extends ChannelInboundHandlerAdapter {
    private final String what;
    private final long timeoutMs;
    private final Runnable onConnected;
    private final Consumer<Throwable> onFailed;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean isOver;

    /** @param what its name, for errors */
    TimedHandshake(String what, long timeoutMs, Runnable onConnected, Consumer<Throwable> onFailed) {
        this.what = what;
        this.timeoutMs = timeoutMs;
        this.onConnected = onConnected;
        this.onFailed = onFailed;
    }

    /** The connection is there: says what comes first. */
    abstract void begin(ChannelHandlerContext ctx);

    /** Something came. Released by the caller. */
    abstract void read(ChannelHandlerContext ctx, Object received);

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> fail(ctx, new ConnectException("no answer to the " + what)),
                        timeoutMs,
                        TimeUnit.MILLISECONDS);
        begin(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (!isOver) {
                read(ctx, received);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        fail(
                ctx,
                new ConnectException(
                        "the connection was closed during the " + what + "; perhaps this port is for something else"));
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    final void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!isOver) {
            over();
            ctx.close();
            onFailed.accept(cause);
        }
    }

    /** The link is in the pipeline. */
    final void succeed() {
        over();
        onConnected.run();
    }

    private void over() {
        isOver = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
