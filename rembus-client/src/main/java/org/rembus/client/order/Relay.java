package org.rembus.client.order;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has an executor run many small tasks as one, in order: thousands of futures complete in a moment, and a thread for each
 * would cost more than all the rest of a publish.
 *
 * <p>A task that takes long, because it waits for something or for another of them, holds up those behind it for no longer
 * than {@value #PATIENCE_NS} to twice as many nanoseconds: then the executor gets each of them as a task of its own. May be
 * used by any thread.
 */
public final class Relay implements Executor {
    private static final long PATIENCE_NS = 1_000_000;

    private final Executor executor;
    private final Timer timer;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private final AtomicBoolean isWatched = new AtomicBoolean();

    /** How many tasks were begun and ended: odd while one runs. */
    private final AtomicLong steps = new AtomicLong();

    public Relay(Executor executor, Timer timer) {
        this.executor = executor;
        this.timer = timer;
    }

    /** Has the task run: by the executor, or at once when that takes none any more. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!start()) {
            watch();
        }
    }

    private boolean start() {
        boolean mayStart = !isRunning.get() && isRunning.compareAndSet(false, true);
        if (mayStart) {
            hand(this::drain);
        }
        return mayStart;
    }

    private void drain() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
            }
        } finally {
            isRunning.set(false);
            if (!tasks.isEmpty()) {
                start();
            }
        }
    }

    private void run(Runnable task) {
        step();
        try {
            task.run();
        } finally {
            step();
        }
    }

    private void step() {
        steps.lazySet(steps.getPlain() + 1);
    }

    private void watch() {
        if (!isWatched.get() && isWatched.compareAndSet(false, true)) {
            long before = steps.get();
            timer.after(PATIENCE_NS, () -> check(before));
        }
    }

    private void check(long before) {
        isWatched.set(false);
        boolean isStuck = before % 2 == 1 && steps.get() == before;
        if (isStuck) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                hand(task);
            }
        } else if (!tasks.isEmpty()) {
            watch();
        }
    }

    private void hand(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run(); // late is better than never
        }
    }
}
