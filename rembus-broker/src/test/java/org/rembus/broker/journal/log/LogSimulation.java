package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.testing.MemoryView;
import org.rembus.broker.testing.SimulatedDisk;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/**
 * One random life of a log, with crashes in the midst of everything, a disk that fails and is full, and retention. After
 * each crash, and at the end: what was reported durable is there, under its number and in order; nothing else is but what
 * was appended under that number; the twins are what the log says.
 */
final class LogSimulation {
    private static final List<String> TOPICS = List.of("a", "b/x", "b/y", "c/very/rare");
    private static final List<String> RIDS = List.of("alice", "bob");
    private static final List<String> FILTERS = List.of("a", "b/*", "c/very/rare", "**");
    private static final int STEPS = 400;

    private final RandomGenerator random;
    private final LogHarness harness;

    // -- what the log has to remember --
    private final TreeMap<Long, JournalEntry> durable = new TreeMap<>();
    private final TreeMap<Long, JournalEntry> numbered = new TreeMap<>();
    private long removedThrough;
    private long serial;

    // -- since it was opened last --
    private final ArrayList<JournalEntry> unnumbered = new ArrayList<>();
    private final ArrayList<JournalEntry> unsettled = new ArrayList<>();
    private long highestNumber;
    private long lastDurable;

    LogSimulation(long seed) {
        this.harness = new LogHarness(seed, optionsFor(seed));
        this.random = harness.random();
    }

    private static LogOptions optionsFor(long seed) {
        LogOptions small = LogHarness.SMALL;
        LogOptions.Retention retention = seed % 3 == 0
                ? new LogOptions.Retention(Duration.ofDays(1), 60_000, Duration.ofSeconds(1))
                : LogOptions.Retention.EVERYTHING;
        return new LogOptions(
                small.segmentBytes(),
                small.batchBytes(),
                small.commitBytes(),
                seed % 4 == 0 ? 3 : small.maxTopics(),
                small.lazyDelay(),
                small.lazyBytes(),
                seed % 2 == 0 ? 5000 : 0,
                seed % 5 == 0 ? 0 : small.cacheBytes(),
                seed % 7 == 0 ? 500 : small.maxViewLag(),
                small.flushBytes(),
                small.flushInterval(),
                retention,
                small.retryAfter(),
                small.retryAtMost());
    }

    void run() throws IOException {
        open();
        for (int step = 0; step < STEPS; step++) {
            try {
                act();
            } catch (SimulatedDisk.Crash e) {
                recover();
            }
            if (harness.disk().isCrashed()) {
                recover();
            }
        }
        recover();
        endWell();
        flipOneBit();
    }

    private void act() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> append();
            case 5, 6, 7 -> harness.journal().commit();
            case 8, 9, 10, 11 -> steps(random.nextInt(10));
            case 12 -> harness.turn();
            case 13 -> harness.threads().advance(Duration.ofMillis(random.nextInt(2000)));
            case 14 -> check();
            case 15 -> makeTrouble();
            default -> steps(3);
        }
    }

    private void makeTrouble() throws IOException {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> harness.disk().crashAfter(random.nextInt(12));
            case 3 -> harness.disk().failForces(1 + random.nextInt(2));
            case 4 -> harness.disk().failWrites(1 + random.nextInt(2));
            case 5 -> harness.disk().limitTo(random.nextInt(100_000));
            case 6 -> harness.disk().limitTo(Long.MAX_VALUE);
            default -> stop();
        }
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            harness.threads().step();
        }
    }

    private void append() {
        for (int i = random.nextInt(6); i >= 0; i--) {
            JournalEntry entry = random.nextInt(3) == 0 ? change() : publish();
            unnumbered.add(entry);
            unsettled.add(entry);
            harness.journal().append(entry);
        }
        if (random.nextBoolean()) {
            harness.journal().hasten();
        }
    }

    private PublishRecord publish() {
        String topic = TOPICS.get(random.nextInt(100) == 0 ? 3 : random.nextInt(3));
        QoS qos = QoS.values()[random.nextInt(3)];
        int bytes = random.nextInt(50) == 0 ? random.nextInt(20_000) : random.nextInt(300);
        return LogHarness.publishOf(topic, serial++, qos, bytes);
    }

    private TwinChange change() {
        String rid = RIDS.get(random.nextInt(RIDS.size()));
        int number = random.nextInt(1, 4);
        return switch (random.nextInt(4)) {
            case 0 ->
                new TwinChange.Subscribed(
                        rid,
                        number,
                        "topic" + number,
                        false,
                        Since.LAST_RECEIVED,
                        QoS.EXACTLY_ONCE,
                        TwinChange.Start.OLDEST);
            case 1 -> new TwinChange.Exposed(rid, "service" + serial++);
            case 2 -> new TwinChange.Advanced(rid, number, serial++);
            default -> new TwinChange.Activated(rid);
        };
    }

    /** Stops and starts, with nothing lost. */
    private void stop() throws IOException {
        harness.disk().repair();
        harness.turn();
        harness.close();
        open();
    }

    private void recover() throws IOException {
        while (true) {
            harness.restart();
            if (random.nextInt(4) == 0) {
                harness.disk().crashAfter(random.nextInt(6));
            }
            try {
                open();
                return;
            } catch (SimulatedDisk.Crash again) {
                // the power went while the log was being opened
            }
        }
    }

    private void open() throws IOException {
        harness.open();
        harness.journal().reportTo(new Reports());
        unnumbered.clear();
        unsettled.clear();
        takeWhatSurvived();
        lastDurable = harness.journal().lastSequence();
        highestNumber = lastDurable;
        check();
    }

    /** What had a number and was not reported durable may have survived, in order. */
    private void takeWhatSurvived() {
        long last = harness.journal().lastSequence();
        assertThat(last).isGreaterThanOrEqualTo(durable.isEmpty() ? 0 : durable.lastKey());
        durable.putAll(numbered.headMap(last, true));
        numbered.clear();
    }

    private void check() {
        removedThrough = Math.max(removedThrough, harness.read(null, 0, 1).removedThrough());
        String filter = FILTERS.get(random.nextInt(FILTERS.size()));
        long horizon = lastDurable;
        List<Page.Stored> expected = publishes(filter, horizon);
        List<Page.Stored> found = harness.readAll(filter, 0, random.nextInt(1, 60));
        removedThrough = Math.max(removedThrough, harness.read(null, 0, 1).removedThrough());
        expected.removeIf(stored -> stored.sequence() <= removedThrough);
        found.removeIf(stored -> stored.sequence() <= removedThrough || stored.sequence() > horizon);
        assertThat(LogHarness.sequences(found)).isEqualTo(LogHarness.sequences(expected));
        assertThat(found).isEqualTo(expected);
    }

    /** All that was published and stored, through that sequence. */
    private List<Page.Stored> publishes(String filter, long through) {
        List<Page.Stored> found = new ArrayList<>();
        for (Map.Entry<Long, JournalEntry> each : durable.headMap(through, true).entrySet()) {
            if (each.getValue() instanceof PublishRecord publish
                    && Topic.of(filter).matches(publish.topic())) {
                found.add(new Page.Stored(each.getKey(), publish));
            }
        }
        return found;
    }

    private void endWell() {
        harness.disk().repair();
        for (int i = 0; i < 10; i++) {
            harness.turn();
            harness.threads().advance(Duration.ofSeconds(2));
        }
        append();
        harness.journal().hasten();
        harness.turn();
        assertThat(unsettled).isEmpty();
        check();
        checkTwins();
    }

    /** A bit is wrong, when all is stored: that is noticed when the log is opened or read, or makes no difference. */
    private void flipOneBit() throws IOException {
        harness.turn();
        harness.close();
        List<String> files = harness.segments();
        String file = files.get(random.nextInt(files.size()));
        harness.disk().flip(file, random.nextInt(usedBytes(file)), random.nextInt(Byte.SIZE));
        try {
            harness.open();
        } catch (LogCorruptException e) {
            assertThat(e).hasMessageContaining(file);
            return;
        }
        List<Page.Stored> expected = publishes("**", lastDurable);
        expected.removeIf(stored -> stored.sequence() <= removedThrough);
        List<Page.Stored> found = new ArrayList<>();
        Page page = harness.read("**", removedThrough + 1, expected.size() + 1);
        found.addAll(page.records());
        while (!page.atHead() && page.damage() == null) {
            page = harness.read("**", page.next(), expected.size() + 1);
            found.addAll(page.records());
        }
        assertThat(found).isEqualTo(page.damage() == null ? expected : expected.subList(0, found.size()));
    }

    private int usedBytes(String file) {
        byte[] content = harness.disk().read(file);
        int used = content.length;
        while (content[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private void checkTwins() {
        MemoryView expected = new MemoryView();
        durable.forEach((sequence, entry) -> ViewFeed.tell(expected, sequence, entry));
        for (String rid : RIDS) {
            assertThat(harness.view().load(rid)).isEqualTo(expected.load(rid));
        }
    }

    /** Keeps book of what the log says. */
    private final class Reports implements JournalReports {
        private final TreeMap<Long, JournalEntry> underWay = new TreeMap<>();

        @Override
        public void onNumbered(long first, int count) {
            assertThat(first).isGreaterThan(highestNumber);
            for (int i = 0; i < count; i++) {
                JournalEntry entry = unnumbered.removeFirst();
                numbered.put(first + i, entry);
                underWay.put(first + i, entry);
            }
            highestNumber = first + count - 1;
        }

        @Override
        public void onDurable(long through) {
            assertThat(through).isGreaterThan(lastDurable);
            Map<Long, JournalEntry> done = underWay.headMap(through, true);
            assertThat(done).isNotEmpty();
            done.values().forEach(entry -> assertThat(entry).isSameAs(unsettled.removeFirst()));
            durable.putAll(done);
            numbered.keySet().removeAll(List.copyOf(done.keySet()));
            done.clear();
            lastDurable = through;
        }

        @Override
        public void onLost(int count) {
            for (int i = 0; i < count; i++) {
                JournalEntry lost = Objects.requireNonNull(unsettled.removeFirst());
                if (underWay.pollFirstEntry() == null) {
                    assertThat(unnumbered.removeFirst()).isSameAs(lost);
                }
            }
        }

        @Override
        public void onFailed(String reason) {
            assertThat(reason).contains("simulated/");
        }

        @Override
        public void onRecovered() {
            // what was given up for lost before is not in the log
            numbered.keySet().removeIf(sequence -> !underWay.containsKey(sequence));
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
