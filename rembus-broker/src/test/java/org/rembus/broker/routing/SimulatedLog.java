package org.rembus.broker.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.LogJournal;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.testing.MemoryView;
import org.rembus.broker.testing.SimulatedDisk;
import org.rembus.broker.testing.SteppedThreads;

/**
 * The log as a broker runs it, on a simulated disk. After a loss of power there is on the disk what was forced, and any
 * part of the rest; the view is as it was flushed last.
 */
final class SimulatedLog implements SimulatedStorage {
    private static final long EPOCH = 77;
    private static final int MOST_BYTES = 60_000;

    private final LogOptions options;
    private final SimulatedDisk disk;
    private final MemoryView view = new MemoryView();
    private final SteppedThreads threads;
    private LogJournal journal;

    SimulatedLog(SplittableRandom random) {
        this.options = optionsFrom(random);
        this.disk = new SimulatedDisk(random);
        this.threads = new SteppedThreads(random);
        this.journal = open();
    }

    /** Small, so that a short run sees many segments and batches, and reads from the disk what memory does not hold. */
    private static LogOptions optionsFrom(SplittableRandom random) {
        return new LogOptions(
                random.nextInt(8, 24) * 1024,
                random.nextInt(200, 2000),
                4096,
                random.nextBoolean() ? 2 : 1000,
                Duration.ofMillis(100),
                4096,
                random.nextBoolean() ? 0 : 2000,
                random.nextBoolean() ? 0 : 1 << 20,
                random.nextInt(4) == 0 ? 500 : 1 << 20,
                random.nextInt(1, 8) * 1024L,
                Duration.ofSeconds(5),
                random.nextInt(3) == 0
                        ? new LogOptions.Retention(
                                Duration.ofDays(1), random.nextInt(24, 80) * 1024L, Duration.ofSeconds(1))
                        : LogOptions.Retention.EVERYTHING,
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
    }

    private LogJournal open() {
        try {
            return LogJournal.open(disk, options, () -> view, threads.threads(), EPOCH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public TwinStore twins() {
        return journal.twins();
    }

    @Override
    public void move(SplittableRandom random) {
        step(random.nextInt(10));
    }

    private boolean step(int count) {
        boolean any = false;
        try {
            for (int i = 0; i < count && threads.step(); i++) {
                any = true;
            }
        } catch (SimulatedDisk.Crash e) {
            // as isDown() says
            return any;
        }
        return any;
    }

    @Override
    public void lose(SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0 -> disk.failForces(1 + random.nextInt(2));
            case 1 -> disk.failWrites(1 + random.nextInt(2));
            case 2 -> disk.limitTo(random.nextInt(MOST_BYTES));
            case 3 -> disk.failReads(1 + random.nextInt(2));
            default -> disk.limitTo(Long.MAX_VALUE);
        }
    }

    @Override
    public void endPower(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            disk.crash();
        } else {
            disk.crashAfter(random.nextInt(6));
        }
    }

    @Override
    public boolean isDown() {
        return disk.isCrashed();
    }

    @Override
    public void reopen(SplittableRandom random) {
        while (true) {
            disk.restart();
            view.crash();
            threads.forgetAll();
            if (random.nextInt(4) == 0) {
                disk.crashAfter(random.nextInt(6));
            }
            try {
                journal = open();
                return;
            } catch (SimulatedDisk.Crash again) {
                // the power went while the log was being opened
            }
        }
    }

    @Override
    public void restart() {
        disk.repair();
        threads.settle();
        journal.close();
        threads.settle();
        journal.whenClosed().join();
        threads.forgetAll();
        journal = open();
    }

    @Override
    public void repair() {
        disk.repair();
    }

    @Override
    public void advance(Duration duration) {
        threads.advance(duration);
    }

    @Override
    public boolean drain() {
        return threads.settle();
    }
}
