package org.rembus.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.journal.log.LogJournal;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.journal.log.LogThreads;
import org.rembus.broker.journal.log.view.ViewSource;
import org.rembus.broker.journal.rocksdb.RocksViewLimits;
import org.rembus.broker.journal.rocksdb.RocksViewSource;
import org.rembus.broker.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in a directory: the log in its folder {@code journal}, what can be made anew from the log in {@code
 * view}. A lock in {@code journal} keeps other processes out.
 */
final class DiskStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(DiskStorage.class);
    static final String LOG_FOLDER = "journal";
    static final String VIEW_FOLDER = "view";
    private static final int READERS = 2;

    private final Threads threads;
    private final Disk disk;
    private final LogJournal journal;

    private DiskStorage(Threads threads, Disk disk, LogJournal journal) {
        this.threads = threads;
        this.disk = disk;
        this.journal = journal;
    }

    /**
     * Opens what is there, or begins anew where nothing is.
     *
     * @param newEpoch a random number, for a journal that begins
     * @throws IOException if the directory cannot be used, is in use, or what is in it is damaged; it is as it was then. The
     *     message is a sentence for the user
     */
    static DiskStorage open(Path directory, LogOptions options, TransportLoop loop, long newEpoch) throws IOException {
        Disk disk = RealDisk.open(Files.createDirectories(directory.resolve(LOG_FOLDER)));
        Threads threads = new Threads(loop);
        try {
            ViewSource view = new RocksViewSource(directory.resolve(VIEW_FOLDER), RocksViewLimits.DEFAULT);
            return new DiskStorage(threads, disk, LogJournal.open(disk, options, view, threads.forLog(), newEpoch));
        } catch (IOException | RuntimeException e) {
            threads.close();
            disk.close();
            throw e;
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
    public void release() {
        try {
            journal.whenClosed().join();
        } catch (CompletionException e) {
            LOG.error("the journal could not be closed in order; what was acknowledged is kept", e);
        }
        new Ending().step(threads::close).step(this::closeDisk).orThrow();
    }

    private void closeDisk() {
        try {
            disk.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The threads that may wait for the disk. They are never interrupted: that would close the file they work on. */
    private static final class Threads implements AutoCloseable {
        private final TransportLoop loop;
        private final List<ExecutorService> pools = new ArrayList<>();

        Threads(TransportLoop loop) {
            this.loop = loop;
        }

        LogThreads forLog() {
            return new LogThreads(
                    this::inTurn,
                    pool("rembus-journal", 1),
                    pool("rembus-journal-files", 1),
                    pool("rembus-journal-read", READERS),
                    pool("rembus-view", 1),
                    (delay, task) ->
                            loop.eventLoop().schedule(() -> runInTurn(task), delay.toNanos(), TimeUnit.NANOSECONDS),
                    Threads::epochNs);
        }

        private void inTurn(Runnable task) {
            loop.eventLoop().execute(() -> runInTurn(task));
        }

        private void runInTurn(Runnable task) {
            loop.enterTurn();
            task.run();
        }

        private ExecutorService pool(String name, int size) {
            ThreadFactory factory = Thread.ofPlatform().name(name).factory();
            ExecutorService pool = Executors.newFixedThreadPool(size, factory);
            pools.add(pool);
            return pool;
        }

        private static long epochNs() {
            Instant now = Instant.now();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public void close() {
            pools.forEach(ExecutorService::close);
        }
    }
}
