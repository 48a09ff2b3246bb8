package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A million twins, a million changes a second, a gigabyte of log a minute: told in figures in the tests' log, held to lenient ones. */
@Tag("full")
@Timeout(900)
final class ScaleTest {
    private static final Logger LOG = LoggerFactory.getLogger(ScaleTest.class);
    private static final int TWINS = 1_000_000;
    private static final int BUSY = 300;
    private static final int CHANGES = 5_000_000;
    private static final int CHANGES_PER_FLUSH = 1_000_000;
    private static final int SEGMENTS = 16;
    private static final int TOPICS = 100_000;

    @TempDir
    private Path folder;

    private View open() {
        return RocksView.open(folder.resolve("view"), RocksViewLimits.DEFAULT);
    }

    private static TwinChange subscribed(String rid, int number, String topic) {
        return new TwinChange.Subscribed(rid, number, topic, false, Since.LAST_RECEIVED, QoS.AT_LEAST_ONCE, Start.HERE);
    }

    /** How much of the machine's memory the process holds. */
    private static long residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    private long sizeMib() throws IOException {
        long bytes = 0;
        try (var files = Files.list(folder.resolve("view"))) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / 1024 / 1024;
    }

    private static long millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Test
    void forEach_aMillionTwins_takesSeconds() throws IOException {
        try (View view = open()) {
            LOG.info("a million twins made in {} ms", millis(() -> fill(view)));
        }
        long before = residentMib();
        try (View view = open()) {
            List<String> exposing = new ArrayList<>();
            long forEachMs = millis(() -> view.forEach(twin -> exposing.addAll(twin.exposed())));
            SplittableRandom random = new SplittableRandom(1);
            long loadsMs = millis(() -> {
                for (int i = 0; i < TWINS / 10; i++) {
                    assertThat(view.load("twin/" + random.nextInt(TWINS))).isPresent();
                }
            });
            long unknownMs = millis(() -> {
                for (int i = 0; i < TWINS / 10; i++) {
                    assertThat(view.load("nobody/" + i)).isEmpty();
                }
            });
            LOG.info("forEach: {} ms", forEachMs);
            LOG.info("100,000 loads: {} ms", loadsMs);
            LOG.info("100,000 loads of unknown ones: {} ms", unknownMs);
            LOG.info("{} MiB on disk", sizeMib());
            LOG.info("{} MiB resident before, {} after", before, residentMib());

            assertThat(exposing).hasSize(TWINS / 10);
            assertThat(forEachMs).isLessThan(20_000);
        }
    }

    private static void fill(View view) {
        long sequence = 0;
        for (int i = 0; i < TWINS; i++) {
            String rid = "twin/" + i;
            view.apply(++sequence, new TwinChange.Arrived(rid));
            view.apply(++sequence, subscribed(rid, 1, "sensor/" + i + "/command"));
            view.apply(++sequence, subscribed(rid, 2, "broadcast/**"));
            if (i % 10 == 0) {
                view.apply(++sequence, new TwinChange.Exposed(rid, "service/" + i));
            }
            view.apply(++sequence, new TwinChange.Activated(rid));
            view.apply(++sequence, new TwinChange.Deactivated(rid));
        }
        view.flush(sequence);
    }

    @Test
    void apply_manyChangesOfFewTwins_areCheap() throws IOException {
        try (View view = open()) {
            long positionsMs = millis(() -> acknowledge(view));
            long mibOfPositions = sizeMib();
            long heldMs = millis(() -> holdAndRelease(view));
            LOG.info("5,000,000 positions: {} ms", positionsMs);
            LOG.info("2,000,000 ids held, 1,000,000 of them released: {} ms", heldMs);
            LOG.info("{} MiB on disk, then {}", mibOfPositions, sizeMib());

            assertThat(positionsMs).isLessThan(30_000);
            assertThat(mibOfPositions).isLessThan(20);
        }
    }

    private static void acknowledge(View view) {
        String[] rids = new String[BUSY];
        for (int i = 0; i < BUSY; i++) {
            rids[i] = "twin/" + i;
            view.apply(i + 1, subscribed(rids[i], 1, "sensor/*/temperature"));
        }
        long sequence = BUSY;
        for (int i = 0; i < CHANGES; i++) {
            long position = sequence++;
            String rid = rids[i % BUSY];
            view.apply(
                    sequence,
                    i % 2 == 0
                            ? new TwinChange.Advanced(rid, 1, position)
                            : new TwinChange.Acknowledged(rid, 1, position, position));
            if (sequence % CHANGES_PER_FLUSH == 0) {
                view.flush(sequence);
            }
        }
    }

    /** Each publisher comes to hold as many as it may. */
    private static void holdAndRelease(View view) {
        long sequence = view.flushedThrough() + 2L * CHANGES;
        for (int i = 0; i < 2_000_000; i++) {
            MessageId id = MessageId.of(i, MessageId.GEN2_LENGTH);
            String rid = "publisher/" + i % 100;
            view.apply(
                    ++sequence, new PublishRecord(i, ".", rid, PublishFlags.QOS2, id, "topic", Payload.NO_ARGUMENTS));
            if (i % 200 < 100) {
                view.apply(++sequence, new TwinChange.Released(rid, id));
            }
            if (i % 200_000 == 0) {
                view.flush(sequence);
            }
        }
        view.flush(sequence);
    }

    @Test
    void index_aGigabyteOfSmallMessages_isWrittenAndFoundInNoTime() throws IOException {
        int[] offsets = {1_000_000, 33_000_000, 60_000_000};
        List<TopicBatches> topics = new ArrayList<>();
        for (int i = 0; i < TOPICS; i++) {
            topics.add(new TopicBatches(".", "sensor/" + i + "/temperature", offsets));
        }
        try (View view = open()) {
            long addMs = millis(() -> {
                for (int segment = 1; segment <= SEGMENTS; segment++) {
                    view.addIndex(new SegmentIndex(segment, 1_000, topics));
                }
                view.flush(0);
            });
            long findMs = millis(() -> {
                for (int i = 0; i < TOPICS; i++) {
                    Topic topic = Topic.of("sensor/" + i + "/temperature");
                    assertThat(view.find(i % SEGMENTS + 1, ".", topic)).hasValue(offsets);
                }
            });
            long giveUpMs = millis(() -> {
                for (int i = 0; i < 100; i++) {
                    assertThat(view.find(i % SEGMENTS + 1, ".", Topic.of("sensor/*/temperature")))
                            .isEmpty();
                }
            });
            long removeMs = millis(() -> {
                for (int segment = 1; segment < SEGMENTS; segment++) {
                    view.removeIndex(segment);
                }
                view.flush(0);
            });
            LOG.info("16 indexes of 100,000 topics added: {} ms", addMs);
            LOG.info("100,000 topics found: {} ms", findMs);
            LOG.info("100 patterns given up: {} ms", giveUpMs);
            LOG.info("15 indexes removed: {} ms", removeMs);
            LOG.info("{} MiB on disk", sizeMib());

            assertThat(addMs).isLessThan(60_000);
        }
    }
}
