package org.rembus.client.connection;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes on one connection, each after what came before it, although what is long is read by a worker, so that other connections of its event
 * loop do not wait. Nothing more is received meanwhile; so no more waits behind it than has been received with it. Used on the event loop.
 */
final class InOrder {
    private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

    private final Executor workers;
    private final Deque<Runnable> behind = new ArrayDeque<>();
    private boolean isReading;

    /** @param workers run what must not run on the loop */
    InOrder(Executor workers) {
        this.workers = workers;
    }

    /** Whether something is being read: what comes now is to be kept, and given to {@link #then}. */
    boolean isReading() {
        return isReading;
    }

    /** Runs this now, or behind what is being read. */
    void then(Runnable task) {
        if (isReading) {
            behind.add(task);
        } else {
            task.run();
        }
    }

    /**
     * Has something read, behind what is being read already.
     *
     * @param reading runs on a worker; gives what is to be done with it on the loop
     */
    void readAside(ChannelHandlerContext connection, Supplier<Runnable> reading) {
        then(() -> begin(connection, reading));
    }

    private void begin(ChannelHandlerContext connection, Supplier<Runnable> reading) {
        isReading = true;
        connection.channel().config().setAutoRead(false);
        workers.execute(() -> {
            Runnable result = read(connection, reading);
            try {
                connection.executor().execute(() -> goOn(connection, result));
            } catch (RejectedExecutionException loopHasEnded) {
                LOG.debug("closed while a message was read", loopHasEnded);
            }
        });
    }

    private static Runnable read(ChannelHandlerContext connection, Supplier<Runnable> reading) {
        try {
            return reading.get();
        } catch (RuntimeException | Error fault) {
            return () -> connection.pipeline().fireExceptionCaught(fault);
        }
    }

    private void goOn(ChannelHandlerContext connection, Runnable result) {
        isReading = false;
        result.run();
        while (!isReading && !behind.isEmpty()) {
            behind.remove().run();
        }
        if (!isReading) {
            connection.channel().config().setAutoRead(true);
        }
    }
}
