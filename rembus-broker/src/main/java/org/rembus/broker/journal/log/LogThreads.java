package org.rembus.broker.journal.log;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.rembus.broker.journal.log.view.View;

/**
 * Where the log's work is done. All of them are given, so that a simulator can take every step itself. None may interrupt
 * a task that is running: that would close the file it works on.
 *
 * @param router runs tasks in turns of the router, one after the other
 * @param writer writes; one task at a time
 * @param helper makes files ahead of need, and removes them
 * @param readers read pages, several at a time if they can
 * @param view calls the {@link View}; one task at a time
 * @param timer for what happens later
 * @param epochNs the time, ns since the epoch; any thread
 */
public record LogThreads(
        Executor router,
        Executor writer,
        Executor helper,
        Executor readers,
        Executor view,
        Timer timer,
        LongSupplier epochNs) {}
