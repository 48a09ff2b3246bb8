package org.rembus.client.handlers;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;

/**
 * To a handler that runs on the event loop: a message is handled where it comes in, and waits only while the handler is not done with
 * the one before. It needs no {@linkplain Activity#run mark}: who waits on the loop is refused anyway. It counts as at work only when
 * it goes on elsewhere: the quiet is asked for on the loop. Used on the loop only.
 */
final class LoopQueue implements MessageQueue {
    private final String topic;
    private final Waiting waiting;
    private final Surroundings around;
    private final Step step;
    private boolean isRunning;
    private boolean isElsewhere;
    private boolean isStopped;

    LoopQueue(String topic, Waiting waiting, Surroundings around, Step step) {
        this.topic = topic;
        this.waiting = waiting;
        this.around = around;
        this.step = step;
    }

    @Override
    public boolean offer(Message.Publish message) {
        if (isStopped) {
            return false;
        }
        if (isRunning) {
            return waiting.add(message);
        }
        isRunning = true;
        drain(message);
        return true;
    }

    @Override
    public void stop() {
        isStopped = true;
        waiting.clear();
    }

    private void drain(Message.@Nullable Publish first) {
        for (Message.Publish next = first; next != null; next = waiting.poll()) {
            CompletionStage<?> rest = step.handle(next);
            if (rest != null) {
                goElsewhere();
                rest.whenComplete((done, failure) -> resume());
                return;
            }
        }
        isRunning = false;
        if (isElsewhere) {
            isElsewhere = false;
            around.activity().end();
        }
    }

    private void goElsewhere() {
        if (!isElsewhere) {
            isElsewhere = true;
            around.activity().begin();
        }
    }

    private void resume() {
        try {
            around.loop().execute(() -> drain(waiting.poll()));
        } catch (RejectedExecutionException loopHasEnded) {
            around.activity().end();
            around.reports().handlerFailed(topic, loopHasEnded);
        }
    }
}
