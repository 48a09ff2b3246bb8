package org.rembus.broker.journal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.RecordedReports;
import org.rembus.broker.journal.TwinChange;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Topic;

final class MemoryJournalTest {
    private static final int ALL = 1 << 20;

    private final MemoryTwinStore store = new MemoryTwinStore();
    private final RecordedReports reports = new RecordedReports();

    private MemoryJournal journal(long maxBytes) {
        MemoryJournal journal = new MemoryJournal(store, 7, maxBytes);
        journal.reportTo(reports);
        return journal;
    }

    private static PublishRecord record(String tenant, String topic, int value) {
        return new PublishRecord(value, tenant, "alice", PublishFlags.QOS0, null, topic, Payload.ofArguments(value));
    }

    private static Page read(MemoryJournal journal, ReadRequest request) {
        List<Page> pages = new ArrayList<>();
        journal.read(request, pages::add);
        assertThat(pages).isEmpty();
        journal.commit();
        return pages.getFirst();
    }

    private static List<Object> values(Page page) {
        List<Object> values = new ArrayList<>();
        page.records().forEach(stored -> values.add(stored.record().receivedNs()));
        return values;
    }

    private static ReadRequest of(@Nullable String filter, long from, int maxRecords, int maxBytes) {
        return new ReadRequest("t", filter == null ? null : Topic.of(filter), from, maxRecords, maxBytes);
    }

    @Test
    void commit_appended_numbersThemInOrderThenReportsThemDurable() {
        MemoryJournal journal = journal(ALL);
        journal.append(record("t", "a", 1));
        journal.append(new TwinChange.Arrived("bob"));
        assertThat(reports.lines()).isEmpty();
        journal.commit();
        journal.append(record("t", "a", 2));
        journal.commit();
        journal.commit();

        assertThat(reports.lines()).containsExactly("numbered 1+2", "durable 2", "numbered 3+1", "durable 3");
        assertThat(journal.lastSequence()).isEqualTo(3);
        assertThat(journal.epoch()).isEqualTo(7);
        assertThat(journal.isDurable()).isFalse();
    }

    @Test
    void read_byTopicAndTenant_bringsThoseOnly() {
        MemoryJournal journal = journal(ALL);
        journal.append(record("t", "a/b", 1));
        journal.append(record("other", "a/b", 2));
        journal.append(record("t", "a/c", 3));
        journal.append(record("t", "d", 4));
        journal.commit();

        assertThat(values(read(journal, of("a/*", 0, 10, ALL)))).containsExactly(1L, 3L);
        assertThat(values(read(journal, of("a/b", 0, 10, ALL)))).containsExactly(1L);
        assertThat(values(read(journal, of(null, 0, 10, ALL)))).containsExactly(1L, 3L, 4L);
        assertThat(values(read(journal, of(null, 2, 10, ALL)))).containsExactly(3L, 4L);
        assertThat(read(journal, of("none", 2, 10, ALL))).isEqualTo(new Page(List.of(), 5, true, 0));
    }

    @Test
    void read_pageByPage_bringsEverythingOnce() {
        MemoryJournal journal = journal(ALL * 10L);
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            journal.append(record("t", i % 100 == 0 ? "rare" : "common", i));
            if (i % 100 == 0) {
                expected.add((long) i);
            }
        }
        journal.commit();
        for (int maxRecords : List.of(1, 7, 1000)) {
            List<Object> found = new ArrayList<>();
            long from = 0;
            boolean more = true;
            while (more) {
                Page page = read(journal, of("rare", from, maxRecords, 300));
                assertThat(page.next()).isGreaterThan(from);
                assertThat(page.records()).hasSizeLessThanOrEqualTo(Math.min(maxRecords, 2));
                found.addAll(values(page));
                from = page.next();
                more = !page.atHead();
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void read_recordLargerThanAPage_bringsItAlone() {
        MemoryJournal journal = journal(ALL);
        journal.append(record("t", "a", 1));
        journal.append(record("t", "a", 2));
        journal.commit();

        Page page = read(journal, of("a", 0, 10, 1));
        assertThat(values(page)).containsExactly(1L);
        assertThat(page.next()).isEqualTo(2);
        assertThat(page.atHead()).isFalse();
    }

    @Test
    void commit_manyReads_areDoneInSeveralCommits() {
        MemoryJournal journal = journal(ALL);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            journal.read(of(null, 0, 10, ALL), pages::add);
        }

        assertThat(journal.commit()).isTrue();
        assertThat(pages).hasSize(16);
        assertThat(journal.commit()).isTrue();
        assertThat(journal.commit()).isFalse();
        assertThat(pages).hasSize(40);
    }

    @Test
    void commit_moreThanIsKept_removesTheOldestAndSaysSo() {
        MemoryJournal journal = journal(10L * record("t", "a", 5000).weight());
        for (int i = 1; i <= 5000; i++) {
            journal.append(record("t", "a", i));
            journal.commit();
        }

        Page page = read(journal, of("a", 1, 100, ALL));
        assertThat(values(page)).hasSize(10).startsWith(4991L).endsWith(5000L);
        assertThat(page.removedThrough()).isEqualTo(4990);
        assertThat(read(journal, of("a", 4995, 100, ALL)).records()).hasSize(6);
    }

    @Test
    void commit_recordLargerThanAllThatIsKept_isNotKept() {
        MemoryJournal journal = journal(100);
        journal.append(record("t", "a", 1));
        journal.commit();

        assertThat(read(journal, of("a", 0, 10, ALL))).isEqualTo(new Page(List.of(), 2, true, 1));
    }

    @Test
    void append_fromWithinAReport_isWrittenByTheNextCommit() {
        MemoryJournal journal = journal(ALL);
        List<Long> durable = new ArrayList<>();
        reports.whenDurable(through -> {
            durable.add(through);
            if (through < 3) {
                journal.append(new TwinChange.Arrived("bob"));
            }
        });
        journal.append(new TwinChange.Arrived("alice"));

        assertThat(journal.commit()).isTrue();
        assertThat(journal.commit()).isTrue();
        assertThat(journal.commit()).isFalse();
        assertThat(durable).containsExactly(1L, 2L, 3L);
    }
}
