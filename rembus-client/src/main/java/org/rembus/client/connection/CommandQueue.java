package org.rembus.client.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of other threads to the event loop: what they add is run there, in order, as many at a time as there are. The
 * loop is woken once for all of them, and what they send leaves in one write.
 *
 * <p>Who adds is bounded elsewhere: by {@link OutputBudget}, and by the bounds of handlers. When the loop has ended, so that
 * nothing is left to be protected from other threads, commands are run by whoever adds them, still one at a time.
 */
public final class CommandQueue {
    private static final int MAX_BATCH = 4096;

    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final Executor loop;

    /** @param loop runs what it is given later, on one thread */
    public CommandQueue(Executor loop) {
        this.loop = loop;
    }

    /** Has the command run on the loop. May be called by any thread. */
    public void add(Runnable command) {
        commands.add(command);
        schedule();
    }

    private void schedule() {
        if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::drain);
            } catch (RejectedExecutionException loopHasEnded) {
                drain(); // alone, as nobody else can have scheduled
            }
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < MAX_BATCH; i++) {
                Runnable command = commands.poll();
                if (command == null) {
                    return;
                }
                command.run();
            }
        } finally {
            isScheduled.set(false);
            if (!commands.isEmpty()) {
                schedule();
            }
        }
    }
}
