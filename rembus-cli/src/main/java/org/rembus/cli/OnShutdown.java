package org.rembus.cli;

import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something to do when SIGINT or SIGTERM ends the process; closing this calls it off. */
final class OnShutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnShutdown.class);

    private final Thread hook;

    private OnShutdown(Thread hook) {
        this.hook = hook;
    }

    /** Does this, and leaves the exit status as the signal has it. */
    static OnShutdown run(Runnable action) {
        Thread hook = new Thread(action, "rembus-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return new OnShutdown(hook);
    }

    /** Does this, and makes the exit status 0, which a signal would not do by itself. */
    static OnShutdown succeed(Runnable action) {
        return exit(() -> {
            action.run();
            return 0;
        });
    }

    /** Does this, and makes what it returns the exit status. */
    static OnShutdown exit(IntSupplier action) {
        return run(() -> {
            int status = 1;
            try {
                status = action.getAsInt();
            } catch (RuntimeException failure) {
                LOG.error("could not stop in good order", failure);
            }
            Runtime.getRuntime().halt(status);
        });
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("it runs already", e);
        }
    }
}
