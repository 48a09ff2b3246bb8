package org.rembus.broker.transport.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.rembus.protocol.local.EndEvents;

/** A component of this process that takes nothing before it is told to. */
final class SlowComponent implements EndEvents, Executor {
    final List<byte[]> messages = new ArrayList<>();
    final List<Integer> ends = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Takes all that has been sent to it. */
    void take() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Override
    public void onMessage(byte[] message) {
        messages.add(message);
    }

    @Override
    public void onMessagesComplete() {}

    @Override
    public void onTaken(long bytes) {}

    @Override
    public void onEnd(int code, String reason) {
        ends.add(code);
    }
}
