package org.rembus.client.handlers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/**
 * The messages of one subscription on their way to its handler: one at a time, in order. While there are any, one task on
 * the executor takes them one after the other, without a hand-over for each.
 *
 * <p>Filled by the event loop, emptied by the executor. QoS 0 messages beyond the bound push out the oldest ones; QoS 1 and 2
 * are bounded by what a broker leaves unacknowledged, and refused beyond that.
 */
final class SerialQueue {
    private static final int MAX_ACKNOWLEDGED = 10_000;
    private static final long MAX_LOSSY_BYTES = 16L << 20;

    private final String topic;
    private final Executor executor;
    private final Step step;
    private final int maxLossy;
    private final Surroundings around;
    private final Losses losses;

    // -- guarded by this --
    private final Deque<Message.Publish> waiting = new ArrayDeque<>();
    private int lossy;
    private long lossyBytes;
    private boolean isRunning;
    private boolean isStopped;

    SerialQueue(String topic, Executor executor, Step step, int maxLossy, Surroundings around, Losses losses) {
        this.topic = topic;
        this.executor = executor;
        this.step = step;
        this.maxLossy = maxLossy;
        this.around = around;
        this.losses = losses;
    }

    /** Handles one message; never throws. */
    @FunctionalInterface
    interface Step {
        /** @return when it is done, null for now */
        @Nullable
        CompletionStage<?> handle(Message.Publish message);
    }

    /** @return false when a QoS 1 or 2 message cannot be taken now */
    boolean offer(Message.Publish message) {
        synchronized (this) {
            if (isStopped) {
                return false;
            }
            if (!makeRoom(message)) {
                return false;
            }
            waiting.add(message);
            if (isRunning) {
                return true;
            }
            isRunning = true;
        }
        around.activity().begin();
        resume();
        return true;
    }

    /** Forgets what waits and takes nothing more; a handler that is at work ends. */
    synchronized void stop() {
        isStopped = true;
        waiting.clear();
    }

    private boolean makeRoom(Message.Publish message) {
        if (message.qos().isAcknowledged()) {
            return waiting.size() - lossy < MAX_ACKNOWLEDGED;
        }
        lossy++;
        lossyBytes += message.data().length();
        Iterator<Message.Publish> oldest = waiting.iterator();
        while ((lossy > maxLossy || lossyBytes > MAX_LOSSY_BYTES) && oldest.hasNext()) {
            Message.Publish candidate = oldest.next();
            if (!candidate.qos().isAcknowledged()) {
                oldest.remove();
                forget(candidate);
                losses.add(topic);
            }
        }
        return true;
    }

    private void forget(Message.Publish message) {
        if (!message.qos().isAcknowledged()) {
            lossy--;
            lossyBytes -= message.data().length();
        }
    }

    private void resume() {
        try {
            executor.execute(() -> around.activity().run(this::drain));
        } catch (RejectedExecutionException shutDown) {
            stop();
            around.activity().end();
            around.reports().handlerFailed(topic, shutDown);
        }
    }

    private void drain() {
        for (Message.Publish next = take(); next != null; next = take()) {
            CompletionStage<?> rest = step.handle(next);
            if (rest != null) {
                rest.whenComplete((done, failure) -> resume());
                return;
            }
        }
        around.activity().end();
    }

    private synchronized Message.@Nullable Publish take() {
        Message.Publish next = waiting.poll();
        isRunning = next != null;
        if (next != null) {
            forget(next);
        }
        return next;
    }
}
