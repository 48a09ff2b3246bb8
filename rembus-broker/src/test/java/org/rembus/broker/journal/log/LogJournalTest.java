package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.journal.log.LogHarness.SMALL;
import static org.rembus.broker.journal.log.LogHarness.publishOf;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.BatchReader;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.broker.journal.log.format.TextPool;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

final class LogJournalTest {
    private final LogHarness harness = LogHarness.open(SMALL);

    LogJournalTest() throws IOException {}

    private List<String> reports() {
        return harness.reports().lines();
    }

    @Test
    void commit_awaited_isNumberedAtOnceAndDurableAfterOneForce() {
        int forces = harness.disk().forces();
        harness.journal().append(publishOf("a", 1));
        harness.journal().append(publishOf("a", 2));
        harness.journal().hasten();
        harness.journal().commit();
        assertThat(reports()).containsExactly("numbered 1+2");

        harness.turn();
        assertThat(reports()).containsExactly("numbered 1+2", "durable 2");
        assertThat(harness.disk().forces() - forces).isEqualTo(1);
    }

    @Test
    void commit_whileTheDiskIsBusy_joinsTheNextForce() {
        for (int i = 0; i < 10; i++) {
            harness.journal().append(publishOf("a", i));
            harness.journal().hasten();
            harness.journal().commit();
        }
        int forces = harness.disk().forces();
        harness.turn();

        assertThat(reports()).hasSize(11).endsWith("durable 10");
        assertThat(harness.disk().forces() - forces).isEqualTo(1);
    }

    @Test
    void commit_nothingAppended_doesNothing() {
        harness.turn();
        int forces = harness.disk().forces();

        assertThat(harness.journal().commit()).isFalse();
        assertThat(harness.threads().step()).isFalse();
        assertThat(harness.disk().forces()).isEqualTo(forces);
    }

    @Test
    void commit_nobodyWaits_isForcedAfterAMoment() {
        harness.turn();
        int forces = harness.disk().forces();
        for (int i = 0; i < 20; i++) {
            harness.journal().append(publishOf("a", i, QoS.AT_MOST_ONCE, 10));
            harness.turn();
        }
        assertThat(reports()).hasSize(20);
        assertThat(harness.disk().forces()).isEqualTo(forces);

        harness.threads().advance(Duration.ofMillis(100));
        harness.turn();
        assertThat(reports()).hasSize(21).endsWith("durable 20");
        assertThat(harness.disk().forces() - forces).isEqualTo(1);
    }

    @Test
    void commit_muchThatNobodyWaitsFor_isWrittenWhenItIsEnough() {
        for (int i = 0; i < 30; i++) {
            harness.journal().append(publishOf("a", i, QoS.AT_MOST_ONCE, 100));
            harness.turn();
        }

        assertThat(reports()).anyMatch(line -> line.startsWith("durable"));
    }

    @Test
    void hasten_afterWhatIsHeld_takesItAlong() {
        harness.journal().append(publishOf("a", 1, QoS.AT_MOST_ONCE, 10));
        harness.turn();
        assertThat(reports()).containsExactly("numbered 1+1");
        harness.journal().hasten();
        harness.turn();

        assertThat(reports()).containsExactly("numbered 1+1", "durable 1");
    }

    @Test
    void failedForce_losesWhatWasNotDurableAndGoesOnInANewSegment() throws IOException {
        harness.publish("a", 3);
        harness.disk().failForces(1);
        harness.publish("a", 1);
        harness.publish("a", 1);

        assertThat(reports().subList(6, reports().size()))
                .hasSize(6)
                .startsWith("numbered 4+1")
                .element(1)
                .asString()
                .contains("failed: cannot write simulated/00000000000000000001.segment: Input/output error");
        assertThat(reports()).endsWith("lost 1", "recovered", "numbered 5+1", "durable 5");
        assertThat(LogHarness.sequences(harness.readAll("a"))).containsExactly(1L, 2L, 3L, 5L);
        harness.crash();
        assertThat(LogHarness.sequences(harness.readAll("a"))).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void fullDisk_losesUntilThereIsRoom() {
        harness.publish("a", 1);
        harness.disk().limitTo(1);
        harness.publish("a", 300);
        int before = reports().size();
        assertThat(reports()).anyMatch(line -> line.contains("there is no room"));
        assertThat(reports()).anyMatch(line -> line.startsWith("lost"));
        assertThat(reports()).doesNotContain("recovered");

        for (int i = 0; i < 5; i++) {
            harness.threads().advance(Duration.ofSeconds(1));
            harness.turn();
        }
        assertThat(reports().size()).isGreaterThan(before);
        harness.disk().repair();
        harness.threads().advance(Duration.ofSeconds(1));
        harness.turn();
        harness.publish("a", 1);
        assertThat(reports()).contains("recovered");
        assertThat(reports().getLast()).startsWith("durable");
    }

    @Test
    void failing_forLong_isTriedLessAndLessOften() {
        harness.disk().limitTo(0);
        harness.disk().failForces(1);
        harness.publish("a", 1);
        for (int i = 0; i < 100; i++) {
            harness.threads().advance(Duration.ofMillis(50));
            harness.turn();
        }

        // after 0, 100, 300, 700, 1500, 2500, 3500 and 4500 ms
        assertThat(reports().stream().filter(line -> line.startsWith("failed"))).hasSizeBetween(8, 10);
    }

    @Test
    void append_whileFailed_waitsForTheOutcomeOfTheNextAttempt() {
        harness.disk().limitTo(0);
        harness.disk().failForces(1);
        harness.publish("a", 1);
        reports().clear();
        harness.journal().append(publishOf("a", 7));
        harness.turn();
        assertThat(reports()).isEmpty();

        harness.disk().repair();
        harness.threads().advance(Duration.ofMillis(100));
        harness.journal().hasten();
        harness.turn();
        assertThat(reports()).containsExactly("recovered", "numbered 2+1", "durable 2");
    }

    @Test
    void read_nearTheHead_isServedFromMemoryAndGoesNoFurtherThanIsDurable() throws IOException {
        LogHarness remembering = LogHarness.open(LogOptions.DEFAULT.withSegmentBytes(1 << 16));
        remembering.publish("a", 2);
        remembering.journal().append(publishOf("a", 3));
        remembering.journal().hasten();
        remembering.journal().commit();
        List<Page> pages = new ArrayList<>();
        ReadRequest request = new ReadRequest(LogHarness.TENANT, Topic.of("a"), 1, 10, 1 << 20);
        remembering.journal().read(request, pages::add);
        assertThat(pages).isEmpty();
        remembering.journal().commit();

        assertThat(pages).hasSize(1);
        assertThat(LogHarness.sequences(pages.getFirst().records())).containsExactly(1L, 2L);
        assertThat(pages.getFirst().next()).isEqualTo(3);
        assertThat(pages.getFirst().atHead()).isTrue();
    }

    @Test
    void read_rareTopic_readsItsBatchesOnly() throws IOException {
        for (int i = 0; i < 2000; i++) {
            harness.journal().append(publishOf(i % 500 == 7 ? "rare" : "common" + i % 3, i));
        }
        harness.journal().hasten();
        harness.turn();
        assertThat(harness.segments()).hasSizeGreaterThan(10);
        harness.reopen();
        damageAllBut("rare");

        assertThat(LogHarness.sequences(harness.readAll("rare"))).containsExactly(8L, 508L, 1008L, 1508L);
        assertThat(harness.read("rare", 0, 100).records()).hasSize(4);
        assertThat(harness.read("rare", 9, 100).records()).hasSize(3);
    }

    /** Makes the batches of other topics unreadable, in all segments but the last. */
    private void damageAllBut(String topic) throws IOException {
        for (String name : harness.segments().subList(0, harness.segments().size() - 1)) {
            try (BatchReader reader = new BatchReader(harness.disk(), name, LogHarness.EPOCH)) {
                int offset = SegmentHeader.BYTES;
                while (offset < reader.fileSize()) {
                    Batch batch = reader.read(offset, reader.fileSize());
                    if (!contains(batch, topic)) {
                        harness.disk().flip(name, batch.end() - 100L, 0);
                    }
                    offset = batch.end();
                }
            }
        }
    }

    private static boolean contains(Batch batch, String topic) throws IOException {
        List<Boolean> found = new ArrayList<>();
        try {
            batch.forEachEntry(new TextPool(), (sequence, entry) -> {
                found.add(entry instanceof PublishRecord publish
                        && publish.topic().equals(topic));
            });
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
        return found.contains(true);
    }

    @Test
    void read_damagedBatch_saysSoAndReportsIt() throws IOException {
        harness.publish("a", 300);
        harness.reopen();
        String first = harness.segments().getFirst();
        harness.disk().flip(first, SegmentHeader.BYTES + 500, 3);

        List<Page.Stored> found = harness.readAll("a");
        Page last = harness.read("a", found.size() + 1, 10);
        assertThat(last.records()).isEmpty();
        assertThat(last.damage()).contains("simulated/" + first).contains("checksum");
        assertThat(last.atHead()).isFalse();
        assertThat(reports()).contains("damaged: " + last.damage());
        assertThat(harness.readAll(null, 200, 50)).isNotEmpty();
    }

    @Test
    void read_diskFails_saysSo() throws IOException {
        harness.publish("a", 3);
        harness.reopen();
        harness.disk().failReads(1);

        assertThat(harness.read("a", 0, 10).damage()).contains("Input/output error");
        assertThat(harness.read("a", 0, 10).records()).hasSize(3);
    }

    @Test
    void manyTopics_sealASegmentEarly() throws IOException {
        LogHarness few = LogHarness.open(SMALL.withMaxTopics(10));
        for (int i = 0; i < 40; i++) {
            few.publish("topic" + i, 1);
        }

        assertThat(few.segments()).hasSize(4);
        assertThat(few.readAll("topic*")).isEmpty();
        assertThat(few.readAll("topic33")).hasSize(1);
        assertThat(few.readAll("*")).hasSize(40);
    }

    @Test
    void entryLargerThanASegment_hasOneOfItsOwnSize() throws IOException {
        harness.journal().append(publishOf("a", 1, QoS.AT_LEAST_ONCE, 100_000));
        harness.journal().append(publishOf("a", 2));
        harness.journal().append(publishOf("a", 3, QoS.AT_LEAST_ONCE, 100_000));
        harness.journal().hasten();
        harness.turn();
        assertThat(reports()).endsWith("durable 3");

        harness.reopen();
        List<Page.Stored> found = harness.readAll("a");
        assertThat(LogHarness.sequences(found)).containsExactly(1L, 2L, 3L);
        assertThat(found.getLast().record()).isEqualTo(publishOf("a", 3, QoS.AT_LEAST_ONCE, 100_000));
    }

    @Test
    void retention_bySize_removesTheOldestSegments() throws IOException {
        LogHarness bounded = LogHarness.open(
                SMALL.withRetention(new LogOptions.Retention(Duration.ofDays(1), 40_000, Duration.ofSeconds(1))));
        bounded.publish("a", 1000);

        assertThat(bounded.segments()).hasSizeBetween(2, 4);
        Page oldest = bounded.read("a", 0, 1);
        assertThat(oldest.removedThrough()).isGreaterThan(500);
        assertThat(oldest.records().getFirst().sequence()).isEqualTo(oldest.removedThrough() + 1);
        bounded.crash();
        assertThat(bounded.read("a", 0, 1)).isEqualTo(oldest);
    }

    @Test
    void retention_byAge_removesWhatIsOldButNotTheActiveSegment() throws IOException {
        LogHarness bounded = LogHarness.open(
                SMALL.withRetention(new LogOptions.Retention(Duration.ofMinutes(1), 1 << 30, Duration.ofSeconds(1))));
        bounded.publish("a", 200);
        assertThat(bounded.segments()).hasSizeGreaterThan(1);
        bounded.threads().advance(Duration.ofMinutes(2));
        bounded.turn();

        assertThat(bounded.segments()).hasSize(1);
        assertThat(bounded.readAll("a")).isNotEmpty();
    }

    @Test
    void retention_viewFails_removesNothing() throws IOException {
        LogHarness bounded = LogHarness.open(
                SMALL.withRetention(new LogOptions.Retention(Duration.ofDays(1), 40_000, Duration.ofSeconds(1))));
        bounded.view().fail();
        bounded.publish("a", 1000);

        assertThat(bounded.segments()).hasSizeGreaterThan(8);
        assertThat(bounded.reports().lines()).anyMatch(line -> line.contains("the view of the log failed"));
        assertThat(bounded.readAll("a")).hasSize(1000);
    }

    @Test
    void viewFarBehind_holdsTheWriterBack() throws IOException {
        LogHarness slow = LogHarness.open(SMALL.withMaxViewLag(200));
        for (int i = 0; i < 10; i++) {
            slow.journal().append(new TwinChange.Exposed("alice", "service" + i));
            slow.journal().hasten();
            slow.turn();
        }
        assertThat(slow.reports().lines()).hasSize(20).endsWith("durable 10");
        assertThat(slow.view().load("alice").orElseThrow().exposed()).hasSize(10);
    }

    @Test
    void twins_changesAreDurable_areLoadedAndSurvive() throws IOException {
        harness.journal().append(new TwinChange.Arrived("alice"));
        harness.journal().append(new TwinChange.Exposed("alice", "service"));
        harness.journal().hasten();
        harness.turn();
        harness.crash();

        List<TwinStore.Known> known = new ArrayList<>();
        harness.journal().twins().forEach(known::add);
        assertThat(known).extracting(TwinStore.Known::rid).containsExactly("alice");
        List<Object> loaded = new ArrayList<>();
        harness.journal()
                .twins()
                .load("alice", twin -> loaded.add(twin.orElseThrow().exposed()), () -> {});
        harness.journal().twins().load("bob", loaded::add, () -> {});
        harness.turn();
        assertThat(loaded).hasToString("[[service], Optional.empty]");
    }

    @Test
    void twins_viewFails_areNotTakenForUnknown() {
        harness.view().fail();
        List<String> outcome = new ArrayList<>();
        harness.journal().twins().load("alice", twin -> outcome.add("loaded"), () -> outcome.add("failed"));
        harness.turn();

        assertThat(outcome).containsExactly("failed");
    }

    @Test
    void viewFails_isOpenedAgainAndToldWhatItMissed() {
        harness.publish("a", 100);
        harness.journal().append(new TwinChange.Exposed("alice", "before"));
        harness.journal().hasten();
        harness.turn();
        harness.view().fail();
        harness.journal().append(new TwinChange.Exposed("alice", "meanwhile"));
        harness.journal().hasten();
        harness.turn();
        harness.publish("b", 300);
        assertThat(harness.reports().lines())
                .anyMatch(line -> line.startsWith("damaged: the view of the log failed"))
                .noneMatch(line -> line.startsWith("mended"));

        harness.view().mend();
        harness.threads().advance(Duration.ofSeconds(2));
        harness.journal().append(new TwinChange.Exposed("alice", "after"));
        harness.journal().hasten();
        harness.turn();

        assertThat(harness.reports().lines()).anyMatch(line -> line.startsWith("mended: the view"));
        List<Object> loaded = new ArrayList<>();
        harness.journal()
                .twins()
                .load("alice", twin -> loaded.addAll(twin.orElseThrow().exposed()), () -> {});
        harness.turn();
        assertThat(loaded).containsExactly("before", "meanwhile", "after");
        assertThat(harness.view().flushedThrough()).isGreaterThan(400);
        assertThat(harness.readAll("b")).hasSize(300);
    }

    @Test
    void viewFailsOnAndOn_isTriedLessAndLess_untilTheLogIsClosed() {
        harness.view().fail();
        harness.journal().twins().load("alice", twin -> {}, () -> {});
        for (int i = 0; i < 100; i++) {
            harness.turn();
            harness.threads().advance(Duration.ofMillis(100));
        }
        long tries = harness.reports().lines().stream()
                .filter(line -> line.startsWith("damaged: the view of the log cannot be opened again"))
                .count();
        assertThat(tries).isBetween(8L, 16L);

        harness.close();
        int said = harness.reports().lines().size();
        harness.threads().advance(Duration.ofMinutes(1));
        harness.threads().settle();
        assertThat(harness.reports().lines()).hasSize(said);
    }

    @Test
    void close_whatWasAppended_isThereAfterwards() throws IOException {
        harness.journal().append(publishOf("a", 1, QoS.AT_MOST_ONCE, 10));
        harness.journal().commit();
        harness.journal().append(publishOf("a", 2, QoS.AT_MOST_ONCE, 10));
        harness.reopen();

        assertThat(LogHarness.sequences(harness.readAll("a"))).containsExactly(1L, 2L);
        assertThat(harness.journal().lastSequence()).isEqualTo(2);
        assertThat(harness.journal().epoch()).isEqualTo(LogHarness.EPOCH);
    }

    @Test
    void reopen_manyTimes_takesNoRoom() throws IOException {
        harness.publish("a", 1);
        harness.reopen();
        byte[] once = harness.disk().read(harness.segments().getFirst());
        for (int i = 0; i < 10; i++) {
            harness.reopen();
        }

        assertThat(harness.segments()).hasSize(1);
        assertThat(harness.disk().read(harness.segments().getFirst())).isEqualTo(once);
    }

    @Test
    void read_leavesMemoryBeforeThePageIsMade_comesFromTheFiles() throws IOException {
        LogHarness harness = LogHarness.open(SMALL.withRecentBytes(2000));
        harness.publish("a", 2);
        for (int i = 0; i < 30; i++) {
            harness.journal().append(publishOf("a", i));
        }
        harness.journal().hasten();
        harness.journal().commit();

        List<Page> pages = new ArrayList<>();
        harness.journal().read(new ReadRequest(LogHarness.TENANT, null, 1, 100, 1 << 20), pages::add);
        harness.threads().settle();
        harness.turn();

        assertThat(LogHarness.sequences(pages.getFirst().records())).startsWith(1L, 2L, 3L);
    }
}
