package org.rembus.client.connection;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The few threads that do the I/O of all components of the process. They end when the last component is closed. */
public final class EventLoops {
    private static final int MAX_THREADS = 4;
    private static final long SHUTDOWN_MS = 1000;

    private static @Nullable EventLoopGroup group;
    private static int leases;

    private EventLoops() {}

    /** One component's share. */
    public static final class Lease {
        private final EventLoop loop;
        private final AtomicBoolean isOver = new AtomicBoolean();

        private Lease(EventLoop loop) {
            this.loop = loop;
        }

        public EventLoop loop() {
            return loop;
        }

        /** The component needs it no more; does nothing the second time. May be called on the loop itself. */
        public void release() {
            if (isOver.compareAndSet(false, true)) {
                releaseOne();
            }
        }
    }

    /** Whether the calling thread does I/O for components, so that it must not block. */
    public static boolean isIoThread() {
        return Thread.currentThread() instanceof IoThread;
    }

    public static synchronized Lease acquire() {
        EventLoopGroup running = group;
        if (running == null) {
            int threads = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_THREADS);
            running = new MultiThreadIoEventLoopGroup(threads, new Threads(), NioIoHandler.newFactory());
            group = running;
        }
        leases++;
        return new Lease(running.next());
    }

    private static synchronized void releaseOne() {
        leases--;
        if (leases == 0 && group != null) {
            group.shutdownGracefully(0, SHUTDOWN_MS, TimeUnit.MILLISECONDS);
            group = null;
        }
    }

    private static final class IoThread extends FastThreadLocalThread {
        IoThread(Runnable task, String name) {
            super(task, name);
        }
    }

    private static final class Threads extends DefaultThreadFactory {
        Threads() {
            super("rembus-io", true);
        }

        @Override
        protected Thread newThread(Runnable task, String name) {
            return new IoThread(task, name);
        }
    }
}
