package org.rembus.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.rembus.client.Component;
import org.rembus.client.Execution;
import org.rembus.client.RembusException;
import org.rembus.client.Service;

/** One service and any number of callers, each of which has one call under way at a time. */
final class CallLoad {
    private static final int PRECISION_DIGITS = 3;

    private final Component exposer;
    private final List<Component> callers;
    private final Options options;
    private final Recorder latencies = new Recorder(PRECISION_DIGITS);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /**
     * What to call.
     *
     * @param bytes of the only argument, which is also the result
     * @param perSecond of all callers together; 0 for as fast as possible
     */
    record Options(String topic, int bytes, double perSecond, Execution execution, Duration duration) {}

    /** Components are connected already, and closed by whoever connected them. */
    CallLoad(Component exposer, List<Component> callers, Options options) {
        this.exposer = exposer;
        this.callers = new ArrayList<>(callers);
        this.options = options;
    }

    /** Runs it to its end. */
    Measured run() throws InterruptedException {
        exposer.expose(
                Service.of(options.topic()).execution(options.execution()),
                request -> request.arguments().get(0));
        long startNs = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calling = new ArrayList<>();
            for (Component caller : callers) {
                calling.add(threads.submit(() -> call(caller, startNs)));
            }
            for (Future<?> each : calling) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        Histogram histogram = latencies.getIntervalHistogram();
        return new Measured(sent.get(), sent.get() - failed.get(), failed.get(), seconds, histogram);
    }

    private void call(Component caller, long startNs) {
        byte[] argument = new byte[options.bytes()];
        Schedule schedule = new Schedule(startNs, options.duration().toNanos(), options.perSecond() / callers.size());
        for (long due = schedule.awaitNext(); due != -1; due = schedule.awaitNext()) {
            sent.incrementAndGet();
            try {
                caller.rpc(options.topic(), (Object) argument);
                latencies.recordValue(Math.max(0, System.nanoTime() - due));
            } catch (RembusException e) {
                failed.incrementAndGet();
            }
        }
    }
}
