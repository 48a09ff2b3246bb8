package org.rembus.broker.transport.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.StallCheck;

/** How long one connection waits for its peer: for the next request, or for the body of one to go on. Used on the loop. */
final class Deadlines {
    /** How long a connection may be idle between two requests. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private final EventLoop loop;
    private final long patienceNs;
    private final StallCheck stall = new StallCheck();
    private long bodies;
    private @Nullable Future<?> timer;

    /** @param messageTimeout how long a body may take for too little of it */
    Deadlines(EventLoop loop, Duration messageTimeout) {
        this.loop = loop;
        this.patienceNs = messageTimeout.toNanos();
    }

    /** Waits for a request, unless it waits already. */
    void awaitRequest(Runnable onIdle) {
        if (timer == null) {
            timer = loop.schedule(onIdle, IDLE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Waits for a body, as long as it goes on.
     *
     * @param isHeld whether it cannot go on, because nothing is read
     */
    void awaitBody(RequestBody body, BooleanSupplier isHeld, Runnable onStalled) {
        cancel();
        bodies++;
        watch(body, isHeld, onStalled);
    }

    private void watch(RequestBody body, BooleanSupplier isHeld, Runnable onStalled) {
        stall.note(bodies, body.length());
        timer = loop.schedule(() -> check(body, isHeld, onStalled), patienceNs, TimeUnit.NANOSECONDS);
    }

    private void check(RequestBody body, BooleanSupplier isHeld, Runnable onStalled) {
        timer = null;
        if (!isHeld.getAsBoolean() && stall.isStalled(bodies, body.length())) {
            onStalled.run();
        } else {
            watch(body, isHeld, onStalled);
        }
    }

    /** Waits for nothing any more. */
    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
