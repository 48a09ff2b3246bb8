package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.RecordedReports;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.testing.CountingDisk;
import org.rembus.broker.testing.MemoryView;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/** The log with threads and files as in a broker. */
final class LogThreadsTest {
    private static final int ENTRIES = 20_000;
    private static final int TURN = 100;
    private static final int ALONE = 400;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private final ScheduledExecutorService router = Executors.newSingleThreadScheduledExecutor();
    private final List<ExecutorService> others = List.of(
            Executors.newSingleThreadExecutor(),
            Executors.newSingleThreadExecutor(),
            Executors.newFixedThreadPool(3),
            Executors.newSingleThreadExecutor());
    private final MemoryView view = new MemoryView();
    private final RecordedReports reports = new RecordedReports();

    @AfterEach
    void stop() {
        others.forEach(ExecutorService::close);
        // what is due in a minute is not waited for
        router.shutdownNow();
    }

    private LogJournal open(Disk disk) throws IOException {
        LogThreads threads = new LogThreads(
                router,
                others.get(0),
                others.get(1),
                others.get(2),
                others.get(3),
                (delay, task) -> router.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS),
                () -> 1);
        LogJournal journal = LogJournal.open(disk, LogHarness.SMALL.withSegmentBytes(1 << 18), () -> view, threads, 9);
        journal.reportTo(reports);
        return journal;
    }

    /** Appends, in turns, and reads from the beginning meanwhile until all has been read. */
    private static final class Run {
        private final LogJournal journal;
        private final ExecutorService router;
        private final CompletableFuture<List<Long>> read = new CompletableFuture<>();
        private final List<Long> found = new ArrayList<>();
        private int appended;

        Run(LogJournal journal, ExecutorService router) {
            this.journal = journal;
            this.router = router;
        }

        void append() {
            for (int i = 0; i < TURN; i++) {
                QoS qos = appended % 3 == 0 ? QoS.AT_LEAST_ONCE : QoS.AT_MOST_ONCE;
                journal.append(LogHarness.publishOf("t/" + appended % 7, appended, qos, 50));
                appended++;
            }
            journal.hasten();
            journal.commit();
            if (appended < ENTRIES) {
                router.execute(this::append);
            }
        }

        void read(long from) {
            journal.read(new ReadRequest(LogHarness.TENANT, Topic.of("t/*"), from, 500, 1 << 20), this::onPage);
            journal.commit();
        }

        private void onPage(Page page) {
            assertThat(page.damage()).isNull();
            page.records().forEach(stored -> found.add(stored.record().receivedNs()));
            if (found.size() == ENTRIES) {
                read.complete(found);
            } else {
                router.execute(() -> read(page.next()));
            }
        }
    }

    @Test
    void readWhileWritten_everythingComesOnceAndInOrder()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (RealDisk disk = RealDisk.open(directory)) {
            LogJournal journal = open(disk);
            Run run = new Run(journal, router);
            router.execute(run::append);
            router.execute(() -> run.read(0));
            List<Long> found = run.read.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            router.submit(journal::close).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            journal.whenClosed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertThat(found).isSorted().doesNotHaveDuplicates().startsWith(0L).endsWith(ENTRIES - 1L);
            assertThat(reports.lines()).noneMatch(line -> line.matches("(lost|failed|damaged).*"));
            assertThat(LogInspection.verify(disk).problems()).isEmpty();
            assertThat(LogInspection.verify(disk).lastSequence()).isEqualTo(ENTRIES);
        }
    }

    @Test
    void durable_isReported_whenTheRealDiskHasForcedAllThatWasWritten() throws Exception {
        try (CountingDisk disk = new CountingDisk(RealDisk.open(directory))) {
            LogJournal journal = open(disk);
            for (int i = 0; i < ALONE; i++) {
                long before = disk.forces();
                PublishRecord publish = LogHarness.publishOf("topic", i, QoS.AT_LEAST_ONCE, 2000);
                CompletableFuture<Long> unforced = new CompletableFuture<>();
                router.execute(() -> {
                    journal.reportTo(new WhenDurable(() -> unforced.complete(disk.unforced())));
                    journal.append(publish);
                    journal.hasten();
                    journal.commit();
                });
                assertThat(unforced.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
                assertThat(disk.forces()).isGreaterThan(before);
            }
            assertThat(disk.list()).as("more than one segment").hasSizeGreaterThan(2);
            router.submit(journal::close).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            journal.whenClosed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Waits for one thing. */
    private record WhenDurable(Runnable action) implements JournalReports {
        @Override
        public void onNumbered(long first, int count) {
            // expected
        }

        @Override
        public void onDurable(long through) {
            action.run();
        }

        @Override
        public void onLost(int count) {
            throw new AssertionError("lost");
        }

        @Override
        public void onFailed(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onRecovered() {
            throw new AssertionError("recovered");
        }

        @Override
        public void onDamaged(String what) {
            throw new AssertionError(what);
        }

        @Override
        public void onMended(String what) {
            throw new AssertionError(what);
        }
    }
}
