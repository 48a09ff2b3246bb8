package org.rembus.broker.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads that do what would hold the loop for longer than a moment. They end when there has been nothing to do for a while.
 *
 * <p>What a task is for counts as memory of buffers from before it is given until it is done, what came in and what is to go out
 * alike: so there are never more of them than find room there.
 */
final class Aside implements Executor, AutoCloseable {
    private static final int MAX_THREADS = 4;
    private static final long IDLE_S = 10;

    private final ThreadPoolExecutor threads;

    Aside() {
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_THREADS);
        threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("rembus-aside", true));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Drops what has not begun. To be called when nothing is added any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
