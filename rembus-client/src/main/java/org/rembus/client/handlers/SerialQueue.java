package org.rembus.client.handlers;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/**
 * To a handler that runs on an executor: while there are any messages, one task takes them one after the other, without a hand-over
 * for each. Filled by the event loop, emptied by the executor.
 */
final class SerialQueue implements MessageQueue {
    private final String topic;
    private final Surroundings around;
    private final Step step;

    // -- guarded by this --
    private final Waiting waiting;
    private boolean isRunning;
    private boolean isStopped;

    SerialQueue(String topic, Waiting waiting, Surroundings around, Step step) {
        this.topic = topic;
        this.waiting = waiting;
        this.around = around;
        this.step = step;
    }

    @Override
    public boolean offer(Message.Publish message) {
        synchronized (this) {
            if (isStopped || !waiting.add(message)) {
                return false;
            }
            if (isRunning) {
                return true;
            }
            isRunning = true;
        }
        around.activity().begin();
        resume();
        return true;
    }

    @Override
    public synchronized void stop() {
        isStopped = true;
        waiting.clear();
    }

    private void resume() {
        try {
            around.workers().execute(() -> around.activity().run(this::drain));
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
        return next;
    }
}
