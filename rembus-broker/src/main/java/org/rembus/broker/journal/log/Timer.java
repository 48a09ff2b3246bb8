package org.rembus.broker.journal.log;

import java.time.Duration;

/** Does things later. */
public interface Timer {
    /** Runs the task on the router's thread once this time has passed. A task that is due after the end need not run. */
    void after(Duration delay, Runnable task);
}
