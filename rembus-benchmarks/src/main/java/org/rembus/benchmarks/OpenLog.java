package org.rembus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.journal.log.LogJournal;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.journal.log.LogThreads;
import org.rembus.broker.journal.log.view.ViewSource;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Topic;

/**
 * A log with threads of its own; the router's is the one that calls. Without a directory it gets one below {@code
 * rembus.bench.dir}, which does not outlive it.
 */
final class OpenLog implements JournalReports {
    static final String TENANT = ".";

    private static final int TURN = 500;
    private static final int MOST_UNDER_WAY = 100_000;
    private static final Payload DATA = Payload.ofArguments(new byte[140]);

    private final LinkedBlockingQueue<Runnable> router = new LinkedBlockingQueue<>();
    private final Path directory;
    private final RealDisk disk;
    private final LogJournal journal;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<ExecutorService> threads;
    private long appended;
    private long durable;
    private long numbered;

    OpenLog(LogOptions options) throws IOException {
        this(temporaryDirectory(), IndexOnlyView::new, options);
    }

    /** @param directory is left by {@link #shut}, and deleted by {@link #close} */
    OpenLog(Path directory, ViewSource view, LogOptions options) throws IOException {
        this.directory = directory;
        disk = RealDisk.open(directory);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        ExecutorService helper = Executors.newSingleThreadExecutor();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        ExecutorService viewThread = Executors.newSingleThreadExecutor();
        threads = List.of(writer, helper, readers, viewThread);
        LogThreads all = new LogThreads(
                router::add,
                writer,
                helper,
                readers,
                viewThread,
                this::later,
                () -> System.currentTimeMillis() * 1_000_000);
        journal = LogJournal.open(disk, options, view, all, 1);
        journal.reportTo(this);
    }

    private static Path temporaryDirectory() throws IOException {
        Path parent = Path.of(System.getProperty("rembus.bench.dir", System.getProperty("java.io.tmpdir")));
        return Files.createTempDirectory(parent, "rembus-log");
    }

    private void later(Duration delay, Runnable task) {
        timer.schedule(() -> router.add(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    static PublishRecord publish(String topic) {
        return new PublishRecord(1, TENANT, "publisher", PublishFlags.QOS0, null, topic, DATA);
    }

    /** Appends so many publishes, in turns, and waits until they are durable. */
    void write(List<PublishRecord> cycle, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            append(cycle.get(i % cycle.size()));
        }
        settle();
    }

    /** Appends an entry, and takes a turn when there are enough of them. */
    void append(JournalEntry entry) throws InterruptedException {
        journal.append(entry);
        appended++;
        if (appended % TURN == 0) {
            journal.hasten();
            turn();
        }
    }

    /** Waits until all that was appended is durable. */
    void settle() throws InterruptedException {
        journal.hasten();
        journal.commit();
        while (durable < numbered) {
            router.take().run();
        }
    }

    private void turn() throws InterruptedException {
        journal.commit();
        Runnable next = numbered - durable > MOST_UNDER_WAY ? router.take() : router.poll();
        while (next != null) {
            next.run();
            next = numbered - durable > MOST_UNDER_WAY ? router.take() : router.poll();
        }
    }

    /** Reads all publishes to a topic, or to all, as the router does; how many they were. */
    long read(String filter, int maxRecords) throws InterruptedException {
        Topic topic = filter.isEmpty() ? null : Topic.of(filter);
        long found = 0;
        long from = 1;
        boolean more = true;
        while (more) {
            Page page = read(new ReadRequest(TENANT, topic, from, maxRecords, 1 << 20));
            found += page.records().size();
            from = page.next();
            more = !page.atHead();
        }
        return found;
    }

    private Page read(ReadRequest request) throws InterruptedException {
        Page[] page = new Page[1];
        journal.read(request, read -> page[0] = read);
        journal.commit();
        while (page[0] == null) {
            router.take().run();
        }
        return page[0];
    }

    Journal journal() {
        return journal;
    }

    void close() throws IOException, InterruptedException {
        shut();
        Folders.delete(directory);
    }

    /** As {@link #close}, but what was written is left. */
    void shut() throws IOException, InterruptedException {
        journal.close();
        journal.whenClosed().join();
        timer.shutdownNow();
        for (ExecutorService each : threads) {
            each.shutdown();
            each.awaitTermination(1, TimeUnit.MINUTES);
        }
        disk.close();
    }

    @Override
    public void onNumbered(long first, int count) {
        numbered = first + count - 1;
    }

    @Override
    public void onDurable(long through) {
        durable = through;
    }

    @Override
    public void onLost(int count) {
        throw new IllegalStateException(count + " entries were lost");
    }

    @Override
    public void onFailed(String reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void onRecovered() {
        // it never fails
    }

    @Override
    public void onDamaged(String what) {
        throw new IllegalStateException(what);
    }

    @Override
    public void onMended(String what) {
        throw new IllegalStateException(what);
    }
}
