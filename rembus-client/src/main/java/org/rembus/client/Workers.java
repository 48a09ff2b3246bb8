package org.rembus.client;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The application's executor, of which whatever it throws is a refusal of the task: it may have no memory for one more thread. A task
 * that was refused is not run by it later. May be used by any thread.
 */
final class Workers implements Executor {
    private final Executor executor;

    Workers(Executor executor) {
        this.executor = executor;
    }

    /** @throws RejectedExecutionException if it does not take the task */
    @Override
    public void execute(Runnable task) {
        AtomicBoolean isDecided = new AtomicBoolean();
        try {
            executor.execute(() -> {
                if (isDecided.compareAndSet(false, true)) {
                    task.run();
                }
            });
        } catch (RuntimeException | Error failure) {
            if (!isDecided.compareAndSet(false, true)) {
                throw failure; // of the task itself, which was run at once
            }
            throw new RejectedExecutionException("the executor does not take a task", failure);
        }
    }
}
