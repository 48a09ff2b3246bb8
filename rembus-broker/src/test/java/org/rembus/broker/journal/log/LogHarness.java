package org.rembus.broker.journal.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.RecordedReports;
import org.rembus.broker.testing.MemoryView;
import org.rembus.broker.testing.SimulatedDisk;
import org.rembus.broker.testing.SteppedThreads;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/** A log on a simulated disk, whose every step a test takes. */
final class LogHarness {
    static final String TENANT = "t";
    static final long EPOCH = 0x1122_3344_5566_7788L;

    /** Small, so that a test sees many segments and batches; the newest publishes only are kept in memory. */
    static final LogOptions SMALL = new LogOptions(
            16 * 1024,
            1024,
            4096,
            1000,
            Duration.ofMillis(100),
            4096,
            0,
            1 << 20,
            1 << 20,
            32 * 1024,
            Duration.ofSeconds(5),
            LogOptions.Retention.EVERYTHING,
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    private static final int ALL = 1 << 30;
    private static final int MANY = 1 << 20;

    private final RandomGenerator random;
    private final SimulatedDisk disk;
    private MemoryView view = new MemoryView();
    private final LogOptions options;
    private SteppedThreads threads;
    private RecordedReports reports = new RecordedReports();
    private @Nullable LogJournal journal;

    LogHarness(long seed, LogOptions options) {
        this.random = new SplittableRandom(seed);
        this.disk = new SimulatedDisk(random);
        this.options = options;
        this.threads = new SteppedThreads(random);
    }

    /** Opened. */
    static LogHarness open(LogOptions options) throws IOException {
        LogHarness harness = new LogHarness(1, options);
        harness.open();
        return harness;
    }

    void open() throws IOException {
        LogJournal opened = LogJournal.open(disk, options, () -> view, threads.threads(), EPOCH);
        opened.reportTo(reports);
        journal = opened;
    }

    void reopen() throws IOException {
        close();
        open();
    }

    /** After the power has gone: what did not survive is gone, and nothing is under way. */
    void restart() {
        disk.restart();
        view.crash();
        threads.forgetAll();
        journal = null;
        reports = new RecordedReports();
    }

    void crash() throws IOException {
        restart();
        open();
    }

    /** As if somebody had removed the view's files. */
    void deleteView() {
        view = new MemoryView();
    }

    void close() {
        journal().close();
        threads.settle();
        journal().whenClosed().join();
        threads.forgetAll();
    }

    RandomGenerator random() {
        return random;
    }

    SimulatedDisk disk() {
        return disk;
    }

    MemoryView view() {
        return view;
    }

    SteppedThreads threads() {
        return threads;
    }

    RecordedReports reports() {
        return reports;
    }

    LogJournal journal() {
        if (journal == null) {
            throw new IllegalStateException("the log is not open");
        }
        return journal;
    }

    /** Ends the turn, and has more of them until nothing is left to do. */
    void turn() {
        boolean more = true;
        while (more) {
            boolean busy = journal().commit();
            more = threads.settle() || busy;
        }
    }

    /** Appends publishes that somebody waits for, each of them durable before the next. */
    void publish(String topic, int count) {
        for (int i = 0; i < count; i++) {
            journal().append(publishOf(topic, i));
            journal().hasten();
            turn();
        }
    }

    static PublishRecord publishOf(String topic, long value) {
        return publishOf(topic, value, QoS.AT_LEAST_ONCE, 100);
    }

    static PublishRecord publishOf(String topic, long value, QoS qos, int bytes) {
        PublishFlags flags = PublishFlags.of(qos, false);
        MessageId id = flags.hasId() ? MessageId.of(value + 1, 8) : null;
        return new PublishRecord(value, TENANT, "alice", flags, id, topic, Payload.of(new byte[bytes]));
    }

    Page read(@Nullable String filter, long from, int maxRecords) {
        List<Page> pages = new ArrayList<>();
        ReadRequest request = new ReadRequest(TENANT, filter == null ? null : Topic.of(filter), from, maxRecords, ALL);
        journal().read(request, pages::add);
        for (int i = 0; pages.isEmpty() && i < MANY; i++) {
            threads.settle();
            journal().commit();
        }
        return pages.getFirst();
    }

    /** All that there is, page by page. */
    List<Page.Stored> readAll(@Nullable String filter, long from, int maxRecords) {
        List<Page.Stored> found = new ArrayList<>();
        Page page = read(filter, from, maxRecords);
        found.addAll(page.records());
        while (!page.atHead() && page.damage() == null) {
            page = read(filter, page.next(), maxRecords);
            found.addAll(page.records());
        }
        return found;
    }

    List<Page.Stored> readAll(@Nullable String filter) {
        return readAll(filter, 0, MANY);
    }

    static List<Long> sequences(List<Page.Stored> stored) {
        return stored.stream().map(Page.Stored::sequence).toList();
    }

    List<String> segments() {
        return disk.list().stream().filter(Segment::isFileName).toList();
    }
}
