package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rembus.broker.journal.log.LogHarness.SMALL;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.disk.DiskFile;
import org.rembus.broker.journal.log.format.Batch;
import org.rembus.broker.journal.log.format.BatchReader;
import org.rembus.broker.journal.log.format.LogCorruptException;
import org.rembus.broker.journal.log.format.SegmentHeader;
import org.rembus.protocol.QoS;

/** A log that is not as it was written is never taken for one that has less in it. */
final class LogCorruptionTest {
    private static final int HEADER_FIELDS = 56 + Integer.BYTES;
    private static final int STEP = 41;

    /** More than are read at once. */
    private static final int ZEROS = 70_000;

    private final LogHarness harness = new LogHarness(1, SMALL);
    private List<Page.Stored> all = List.of();

    @BeforeEach
    void write() throws IOException {
        harness.open();
        harness.publish("a", 280);
        harness.reopen();
        all = harness.readAll(null);
        assertThat(all).hasSize(280);
        assertThat(harness.segments()).hasSize(5);
        harness.close();
    }

    private int used(String segment) throws IOException {
        return used(harness, segment);
    }

    private static int used(LogHarness log, String segment) throws IOException {
        LogInspection info = LogInspection.info(log.disk());
        return info.segments().stream()
                .filter(each -> each.file().equals(segment))
                .mapToInt(each -> (int) each.bytes())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bitFlip_inAHeader_stopsTheStart() throws IOException {
        for (String segment : harness.segments()) {
            for (int at = 0; at < HEADER_FIELDS; at++) {
                harness.disk().flip(segment, at, at % 8);
                assertThatThrownBy(harness::open)
                        .isInstanceOf(LogCorruptException.class)
                        .hasMessageContaining(segment);
                assertThat(LogInspection.verify(harness.disk()).problems()).isNotEmpty();
                harness.disk().flip(segment, at, at % 8);
            }
        }
    }

    @Test
    void bitFlip_inTheLastSegment_stopsTheStart() throws IOException {
        String segment = harness.segments().getLast();
        int endMark = used(segment) - Batch.HEADER_BYTES;
        for (int at = SegmentHeader.BYTES; at < endMark; at++) {
            harness.disk().flip(segment, at, at % 8);
            assertThatThrownBy(harness::open)
                    .isInstanceOf(LogCorruptException.class)
                    .hasMessageContaining("simulated/" + segment + " is damaged at offset ");
            harness.disk().flip(segment, at, at % 8);
        }
        harness.open();
        assertThat(harness.readAll(null)).isEqualTo(all);
    }

    @Test
    void bitFlip_inTheEndMark_losesNothing() throws IOException {
        String segment = harness.segments().getLast();
        for (int at = used(segment) - Batch.HEADER_BYTES; at < used(segment); at++) {
            harness.disk().flip(segment, at, at % 8);
            harness.open();
            assertThat(harness.readAll(null)).isEqualTo(all);
            harness.close();
        }
    }

    @Test
    void bitFlip_inAnOlderSegment_isReportedWhenItIsRead() throws IOException {
        for (String segment : harness.segments().subList(0, 4)) {
            int end = used(segment);
            for (int at = SegmentHeader.BYTES; at < end; at += STEP) {
                harness.disk().flip(segment, at, at % 8);
                harness.open();
                List<Page.Stored> found = harness.readAll(null, 0, 50);
                assertThat(found).hasSizeLessThan(all.size()).isEqualTo(all.subList(0, found.size()));
                assertThat(harness.reports().lines()).last().asString().startsWith("damaged: simulated/" + segment);
                harness.close();
                assertThat(LogInspection.verify(harness.disk()).problems())
                        .singleElement()
                        .asString()
                        .contains(segment);
                harness.disk().flip(segment, at, at % 8);
            }
        }
    }

    @Test
    void bitFlip_afterACrash_stopsTheStartUnlessItIsInTheLastCommit() throws IOException {
        LogHarness crashed = LogHarness.open(SMALL);
        crashed.publish("a", 5);
        crashed.crash();
        String segment = crashed.segments().getFirst();
        int size = (used(crashed, segment) - SegmentHeader.BYTES) / 5;
        for (int batch = 0; batch < 4; batch++) {
            long at = SegmentHeader.BYTES + batch * size + 50L;
            crashed.disk().flip(segment, at, 1);
            assertThatThrownBy(crashed::crash).isInstanceOf(LogCorruptException.class);
            crashed.disk().flip(segment, at, 1);
        }

        // nothing says that the last one was complete
        crashed.disk().flip(segment, SegmentHeader.BYTES + 4L * size + 50, 1);
        crashed.crash();
        assertThat(LogHarness.sequences(crashed.readAll(null))).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    @Timeout(60)
    void lastCommitCutShort_atAnyByte_losesOnlyThatCommit() throws IOException {
        for (int cut = 1; cut <= 2 * Batch.ALIGNMENT; cut++) {
            LogHarness crashed = LogHarness.open(SMALL);
            crashed.publish("a", 5);
            crashed.crash();
            String segment = crashed.segments().getFirst();
            DiskFile file = crashed.disk().open(segment);
            file.truncate(used(crashed, segment) - (long) cut);
            file.force();
            crashed.crash();
            assertThat(LogHarness.sequences(crashed.readAll(null)))
                    .as("cut by %d", cut)
                    .containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void bitFlip_inAMessageOfVeryManyZeros_stopsTheStart() throws IOException {
        for (int zeros = ZEROS; zeros < ZEROS + 2 * Batch.ALIGNMENT; zeros++) {
            LogHarness crashed = LogHarness.open(SMALL.withSegmentBytes(1 << 18));
            List<Integer> ends = new ArrayList<>();
            for (int bytes : new int[] {1, zeros, 1}) {
                crashed.journal().append(LogHarness.publishOf("a", 1, QoS.AT_LEAST_ONCE, bytes));
                crashed.journal().hasten();
                crashed.turn();
                ends.add(used(crashed, crashed.segments().getFirst()));
            }
            String segment = crashed.segments().getFirst();
            assertThat(ends.get(2)).isGreaterThan(zeros);
            int second = ends.get(0);
            crashed.disk().flip(segment, second + zeros / 2, 1);
            assertThatThrownBy(crashed::crash)
                    .isInstanceOf(LogCorruptException.class)
                    .hasMessageContaining("damaged at offset " + second);
        }
    }

    @Test
    void tornCommit_whatFollowsTheTear_doesNotComeBack() throws IOException {
        LogHarness torn = LogHarness.open(SMALL);
        for (int i = 1; i <= 3; i++) {
            torn.journal().append(LogHarness.publishOf("a", i, QoS.AT_LEAST_ONCE, 900));
        }
        torn.journal().hasten();
        torn.turn();
        torn.disk().flip(torn.segments().getFirst(), SegmentHeader.BYTES + 100, 1);
        torn.crash();
        assertThat(torn.journal().lastSequence()).isZero();

        torn.journal().append(LogHarness.publishOf("a", 7, QoS.AT_LEAST_ONCE, 900));
        torn.journal().hasten();
        torn.turn();
        torn.crash();
        assertThat(torn.journal().lastSequence()).isEqualTo(1);
        assertThat(torn.readAll(null))
                .containsExactly(new Page.Stored(1, LogHarness.publishOf("a", 7, QoS.AT_LEAST_ONCE, 900)));
    }

    @Test
    void olderSegmentMissing_stopsTheStart() throws IOException {
        harness.disk().delete(harness.segments().get(2));

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void oldestSegmentMissing_stopsTheStart_whenTheViewLacksIt() throws IOException {
        harness.disk().delete(harness.segments().getFirst());
        harness.deleteView();

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("has lost something");
    }

    @Test
    void oldestSegmentMissing_stopsTheStart_whenTheViewKnowsIt() throws IOException {
        String oldest = harness.segments().getFirst();
        harness.disk().delete(oldest);

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessage("simulated has lost something: " + oldest + " is missing, and the view has its index");
    }

    @Test
    void newestSegmentMissingAfterACrash_stopsTheStart() throws IOException {
        LogHarness crashed = LogHarness.open(SMALL);
        while (crashed.segments().size() < 2) {
            crashed.publish("a", 1);
        }
        assertThat(crashed.view().flushedThrough()).isZero();
        crashed.restart();
        crashed.disk().delete(crashed.segments().getLast());

        assertThatThrownBy(crashed::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("is full, and what was written after it is missing");
        assertThat(LogInspection.info(crashed.disk()).problems())
                .singleElement()
                .asString()
                .endsWith("is full, and what was written after it is missing");
    }

    @Test
    void segmentThatTheViewHasNotSeenIsDamaged_stopsTheStart_beforeAnythingIsChanged() throws IOException {
        LogHarness crashed = LogHarness.open(SMALL);
        while (crashed.segments().size() < 2) {
            crashed.publish("a", 1);
        }
        crashed.restart();
        String oldest = crashed.segments().getFirst();
        crashed.disk().flip(oldest, SegmentHeader.BYTES + 60, 1);

        assertThatThrownBy(crashed::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining(oldest);
        assertThat(crashed.view().flushedThrough()).isZero();
    }

    @Test
    void newestSegmentMissing_stopsTheStart() throws IOException {
        harness.disk().delete(harness.segments().getLast());

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("what was written after it is missing");
    }

    @Test
    void allSegmentsMissing_stopsTheStart() throws IOException {
        for (String segment : harness.segments()) {
            harness.disk().delete(segment);
        }

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("there is no log");
    }

    @Test
    void segmentOfAnotherName_stopsTheStart() throws IOException {
        harness.disk().rename(harness.segments().get(1), Segment.fileName(7777));

        assertThatThrownBy(harness::open)
                .isInstanceOf(LogCorruptException.class)
                .hasMessageContaining("7777");
    }

    @Test
    void olderSegmentTooShort_stopsTheReading() throws IOException {
        String segment = harness.segments().getFirst();
        harness.disk().open(segment).truncate(used(segment) - 10L);

        harness.open();
        assertThat(harness.readAll(null)).hasSizeLessThan(280);
        assertThat(harness.reports().lines()).last().asString().startsWith("damaged: simulated/" + segment);
    }

    @Test
    void damagedLog_isLeftAsItIs() throws IOException {
        String segment = harness.segments().getLast();
        harness.disk().flip(segment, SegmentHeader.BYTES + 60, 1);
        byte[] before = harness.disk().read(segment);
        assertThatThrownBy(harness::open).isInstanceOf(LogCorruptException.class);

        assertThat(harness.disk().read(segment)).isEqualTo(before);
        assertThat(harness.segments()).hasSize(5);
    }

    @Test
    void verify_soundLog_counts() throws IOException {
        LogInspection found = LogInspection.verify(harness.disk());

        assertThat(found.problems()).isEmpty();
        assertThat(found.epoch()).isEqualTo(LogHarness.EPOCH);
        assertThat(found.lastSequence()).isEqualTo(280);
        assertThat(found.tornBytes()).isZero();
        assertThat(found.segments().stream()
                        .mapToLong(LogInspection.SegmentInfo::publishes)
                        .sum())
                .isEqualTo(280);
        assertThat(found.segments()).extracting(LogInspection.SegmentInfo::file).isEqualTo(harness.segments());
    }

    @Test
    void verify_nothing_isEmpty() throws IOException {
        LogInspection found = LogInspection.verify(new LogHarness(1, SMALL).disk());

        assertThat(found).isEqualTo(new LogInspection(0, List.of(), 0, List.of()));
        assertThat(found.lastSequence()).isZero();
    }

    @Test
    void leftOverOfAnInterruptedStart_isRemoved() throws IOException {
        harness.disk().create("17.spare", 100);
        harness.open();

        assertThat(harness.disk().list()).doesNotContain("17.spare");
    }

    @Test
    void segmentThatNeverGotAnEntryNorASuccessor_isRemoved() throws IOException {
        SegmentHeader header = headerOf(harness.segments().get(4));
        long first = header.firstSequence() - 1;
        SegmentHeader abandoned = new SegmentHeader(
                header.epoch(), first, header.previousFirst(), header.previousLast(), header.previousEnd(), 0);
        harness.disk().create(Segment.fileName(first), SMALL.segmentBytes()).write(abandoned.encode(), 0);
        harness.open();

        assertThat(harness.segments()).hasSize(5);
        assertThat(harness.readAll(null)).isEqualTo(all);
    }

    private SegmentHeader headerOf(String segment) throws IOException {
        try (BatchReader reader = new BatchReader(harness.disk(), segment, 0)) {
            return reader.header();
        }
    }
}
