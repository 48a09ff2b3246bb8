package org.rembus.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.bench.Tally.Latency;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;

/** Connections that do nothing: how fast a broker takes them, and what they cost it. The first that fails ends a run. */
final class ConnectLoad implements Load {
    private final ComponentOptions component;
    private final Losses losses;
    private final Options options;
    private volatile List<CompletableFuture<Component>> attempts = List.of();
    private volatile Tally tally = new Tally(System.nanoTime(), 1);

    private ConnectLoad(ComponentOptions component, Losses losses, Options options) {
        this.component = component;
        this.losses = losses;
        this.options = options;
    }

    /**
     * How to connect.
     *
     * @param name what the components' names begin with; null for anonymous ones
     * @param parallel how many attempts to connect may be under way
     * @param hold how long to keep all of them open before they are counted
     * @param broker where to read what they cost; null when that cannot be known
     */
    record Options(
            @Nullable String name,
            int parallel,
            Duration hold,
            @Nullable ProcessUse broker) {}

    /** Sees to it that there is a broker. */
    static ConnectLoad connect(ComponentOptions.Builder component, Options load) {
        Losses losses = new Losses();
        ComponentOptions options = component.listener(losses).build();
        Rembus.component(options).close();
        return new ConnectLoad(options, losses, load);
    }

    /** Not more than are wanted, for they leave ports behind that cannot be used for a while. */
    @Override
    public Bounds warmUp(Duration duration, Bounds bounds) {
        return new Bounds(duration, Math.min(bounds.count(), 100), bounds.perSecond());
    }

    @Override
    public Measured run(Bounds bounds) throws InterruptedException {
        close();
        losses.clear();
        long idleBytes = memory();
        Tally current = new Tally(System.nanoTime(), bounds.count());
        tally = current;
        open(bounds, current);
        TimeUnit.NANOSECONDS.sleep(options.hold().toNanos());
        long bytes = memory() - idleBytes;
        Measured.Builder measured = new Measured.Builder()
                .figure("opened", current.received())
                .figure("failed", current.failed())
                .figure("broken", losses.breaks());
        if (options.broker() != null) {
            measured.figure("kib_each", rounded(bytes / 1024.0 / Math.max(1, current.received())));
        }
        return current.finish(measured, Latency.MEANS_SOMETHING).build();
    }

    private static double rounded(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private long memory() {
        ProcessUse broker = options.broker();
        return broker == null ? 0 : broker.residentBytes();
    }

    private void open(Bounds bounds, Tally current) throws InterruptedException {
        List<CompletableFuture<Component>> begun = new ArrayList<>();
        attempts = begun;
        Semaphore slots = new Semaphore(options.parallel());
        Schedule schedule = Schedule.only(bounds, System.nanoTime());
        slots.acquire();
        long due = schedule.awaitNext();
        while (due != Schedule.OVER && current.failed() == 0) {
            CompletableFuture<Component> attempt = attempt(begun.size(), due, current);
            begun.add(attempt);
            attempt.whenComplete((opened, failure) -> slots.release());
            slots.acquire();
            due = schedule.awaitNext();
        }
        slots.acquire(options.parallel() - 1);
    }

    private CompletableFuture<Component> attempt(long number, long dueNs, Tally current) {
        return Rembus.componentAsync(numbered(number))
                .whenComplete((component, failure) -> current.onSettled(failure, dueNs));
    }

    private ComponentOptions numbered(long number) {
        return options.name() == null
                ? component
                : component.toBuilder().name(options.name() + "/" + number).build();
    }

    @Override
    public Progress progress() {
        return tally.progress("opened");
    }

    @Override
    public void close() {
        List<CompletableFuture<?>> closing = new ArrayList<>();
        for (CompletableFuture<Component> attempt : attempts) {
            closing.add(attempt.thenCompose(component -> component.async().close())
                    .handle((closed, failure) -> failure == null));
        }
        closing.forEach(CompletableFuture::join);
        attempts = List.of();
    }
}
