package org.rembus.cli.bench;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;

/** Shows on standard error how far a load is, when that is a terminal, which the launcher finds out. */
final class ProgressBar implements AutoCloseable {
    private static final int CELLS = 30;
    private static final long PERIOD_MS = 200;

    private final Console console;
    private final String title;
    private final Supplier<Progress> progress;
    private final Bounds bounds;
    private final long startNs = System.nanoTime();
    private final @Nullable ScheduledExecutorService timer;

    private ProgressBar(
            Console console,
            String title,
            Supplier<Progress> progress,
            Bounds bounds,
            @Nullable ScheduledExecutorService timer) {
        this.console = console;
        this.title = title;
        this.progress = progress;
        this.bounds = bounds;
        this.timer = timer;
    }

    static ProgressBar start(Console console, String title, Supplier<Progress> progress, Bounds bounds) {
        boolean isTerminal = Boolean.getBoolean("rembus.terminal");
        ScheduledExecutorService timer = isTerminal
                ? Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("rembus-progress").factory())
                : null;
        ProgressBar bar = new ProgressBar(console, title, progress, bounds, timer);
        if (timer != null) {
            timer.scheduleAtFixedRate(bar::draw, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
        return bar;
    }

    private void draw() {
        console.redraw(picture((System.nanoTime() - startNs) / 1e9, progress.get()));
    }

    /** The line after so much time. */
    String picture(double seconds, Progress progress) {
        double byTime = seconds * 1e9 / bounds.duration().toNanos();
        double done = Math.clamp(Math.max(byTime, progress.share()), 0.0, 1.0);
        int full = (int) (done * CELLS);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %%  %,d %s/s",
                title,
                "#".repeat(full),
                "-".repeat(CELLS - full),
                (int) (done * 100),
                progress.rate(),
                progress.what());
    }

    /** Wipes it off the terminal. */
    @Override
    public void close() {
        if (timer != null) {
            timer.close();
            console.redraw("");
        }
    }
}
