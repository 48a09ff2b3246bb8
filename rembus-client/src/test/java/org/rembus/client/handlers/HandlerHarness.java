package org.rembus.client.handlers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.rembus.client.ManualClock;
import org.rembus.client.tracing.Tracing;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** What is around handlers, in the test's hands: tasks run when it says so, timers ring when it moves the clock. */
final class HandlerHarness implements Outcomes, Reports {
    final ManualClock clock = new ManualClock();
    final List<Message.Publish> handled = new ArrayList<>();
    final List<Message.Response> answers = new ArrayList<>();
    final List<Integer> answeredOn = new ArrayList<>();
    final List<String> reports = new ArrayList<>();
    final Activity activity = new Activity();
    boolean isShutDown;
    final Surroundings around;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final TreeMap<Long, Deque<Runnable>> timers = new TreeMap<>();

    HandlerHarness() {
        Executor workers = task -> {
            if (isShutDown) {
                throw new RejectedExecutionException("shut down");
            }
            tasks.add(task);
        };
        around = new Surroundings(
                workers,
                Runnable::run,
                (delay, task) -> timers.computeIfAbsent(clock.getAsLong() + delay, due -> new ArrayDeque<>())
                        .add(task),
                this,
                this,
                activity,
                Tracing.none());
    }

    /** Runs what waits for a worker, and what that brings about. */
    int runTasks() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    /** How many tasks wait for a worker. */
    int waitingTasks() {
        return tasks.size();
    }

    void pass(Duration time) {
        clock.advance(time);
        while (!timers.isEmpty() && timers.firstKey() <= clock.getAsLong()) {
            timers.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    static Message.Publish message(String topic, Object argument) {
        return Message.Publish.of(topic, Payload.of(List.of(argument)));
    }

    static Message.Publish message(String topic, QoS qos, long number) {
        return new Message.Publish(
                PublishFlags.of(qos, false), MessageId.of(number, 8), topic, Payload.of(List.of(number)));
    }

    static Object argument(Message.Publish message) {
        return String.valueOf(message.data().arguments().getFirst());
    }

    @Override
    public void handled(Message.Publish message) {
        handled.add(message);
    }

    @Override
    public void answer(Message.Response response, int connection) {
        answers.add(response);
        answeredOn.add(connection);
    }

    @Override
    public void handlerFailed(String topic, Throwable cause) {
        reports.add(topic + " failed: " + cause.getMessage());
    }

    @Override
    public void dropped(String topic, long count) {
        reports.add(topic + " dropped " + count);
    }
}
