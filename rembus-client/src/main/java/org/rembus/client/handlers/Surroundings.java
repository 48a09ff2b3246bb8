package org.rembus.client.handlers;

import java.util.concurrent.Executor;
import org.rembus.client.order.Timer;
import org.rembus.client.tracing.Tracing;

/**
 * What handlers need around them.
 *
 * @param workers where handlers run that may block
 * @param loop the event loop, where the others run; a task handed over on the loop itself runs at once
 */
public record Surroundings(
        Executor workers,
        Executor loop,
        Timer timer,
        Outcomes outcomes,
        Reports reports,
        Activity activity,
        Tracing tracing) {

    Executor executor(boolean onLoop) {
        return onLoop ? loop : workers;
    }
}
