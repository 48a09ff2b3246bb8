package org.rembus.broker.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.rembus.broker.journal.log.LogThreads;

/**
 * The threads of a log, none of which runs but when it is told to: each step runs one task of one of them, chosen by the
 * random numbers given. The same numbers give the same run.
 */
public final class SteppedThreads {
    private final RandomGenerator random;
    private final List<Line> lines = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNs).thenComparingLong(Due::number));
    private final LogThreads threads;
    private long nowNs = Duration.ofDays(20_000).toNanos();
    private long timers;

    public SteppedThreads(RandomGenerator random) {
        this.random = random;
        Line router = new Line();
        this.threads = new LogThreads(
                router,
                new Line(),
                new Line(),
                new Line(),
                new Line(),
                (delay, task) -> due.add(new Due(nowNs + delay.toNanos(), timers++, () -> router.execute(task))),
                () -> nowNs);
    }

    private record Due(long atNs, long number, Runnable task) {}

    /** A thread that takes its tasks in order. */
    private final class Line implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        Line() {
            lines.add(this);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    /** To be given to the log. */
    public LogThreads threads() {
        return threads;
    }

    public long nowNs() {
        return nowNs;
    }

    /** Runs one task; whether there was one. */
    public boolean step() {
        List<Line> busy = lines.stream().filter(line -> !line.tasks.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).tasks.remove().run();
        return true;
    }

    /** Runs tasks until there are none; whether there was one. */
    public boolean settle() {
        boolean any = false;
        while (step()) {
            any = true;
        }
        return any;
    }

    /** Lets time pass; what is due by then is to be run. */
    public void advance(Duration duration) {
        nowNs += duration.toNanos();
        Due next = due.peek();
        while (next != null && next.atNs() <= nowNs) {
            due.remove().task().run();
            next = due.peek();
        }
    }

    /** Forgets all that was to be run, as after a crash. */
    public void forgetAll() {
        lines.forEach(line -> line.tasks.clear());
        due.clear();
    }
}
