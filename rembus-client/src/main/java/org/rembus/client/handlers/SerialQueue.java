package org.rembus.client.handlers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Quota;
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
    private static final long MAX_ACKNOWLEDGED_BYTES = 64 << 20;
    private static final long MAX_LOSSY_BYTES = 16 << 20;

    private final String topic;
    private final Executor executor;
    private final Step step;
    private final Surroundings around;
    private final Losses losses;
    private final boolean onLoop;

    // -- guarded by this --
    private final Deque<Message.Publish> waiting = new ArrayDeque<>();
    private final Quota lossy;
    private final Quota acknowledged = new Quota(MAX_ACKNOWLEDGED, MAX_ACKNOWLEDGED_BYTES);
    private boolean isRunning;
    private boolean isStopped;

    SerialQueue(
            String topic,
            Executor executor,
            Step step,
            Subscriber.Settings settings,
            Surroundings around,
            Losses losses) {
        this.topic = topic;
        this.executor = executor;
        this.step = step;
        this.onLoop = settings.onLoop();
        this.lossy = new Quota(settings.queueMessages(), MAX_LOSSY_BYTES);
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
        boolean isAlone;
        synchronized (this) {
            if (isStopped) {
                return false;
            }
            isAlone = onLoop && !isRunning;
            if (!isAlone) {
                if (!makeRoom(message)) {
                    return false;
                }
                waiting.add(message);
                quotaOf(message).add(message.data().length());
                if (isRunning) {
                    return true;
                }
            }
            isRunning = true;
        }
        around.activity().begin();
        if (isAlone) {
            around.activity().run(() -> drain(message));
        } else {
            resume();
        }
        return true;
    }

    /** Forgets what waits and takes nothing more; a handler that is at work ends. */
    synchronized void stop() {
        isStopped = true;
        waiting.clear();
        lossy.clear();
        acknowledged.clear();
    }

    private boolean makeRoom(Message.Publish message) {
        int bytes = message.data().length();
        if (message.qos().isAcknowledged()) {
            return acknowledged.hasRoom(bytes);
        }
        Iterator<Message.Publish> oldest = waiting.iterator();
        while (!lossy.hasRoom(bytes)) {
            Message.Publish candidate = oldest.next();
            if (!candidate.qos().isAcknowledged()) {
                oldest.remove();
                lossy.remove(candidate.data().length());
                losses.add(topic);
            }
        }
        return true;
    }

    private Quota quotaOf(Message.Publish message) {
        return message.qos().isAcknowledged() ? acknowledged : lossy;
    }

    private void resume() {
        try {
            executor.execute(() -> around.activity().run(() -> drain(take())));
        } catch (RejectedExecutionException shutDown) {
            stop();
            around.activity().end();
            around.reports().handlerFailed(topic, shutDown);
        }
    }

    private void drain(Message.@Nullable Publish first) {
        for (Message.Publish next = first; next != null; next = take()) {
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
            quotaOf(next).remove(next.data().length());
        }
        return next;
    }
}
