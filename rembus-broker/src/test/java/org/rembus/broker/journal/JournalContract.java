package org.rembus.broker.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Topic;

/** What the router relies on, whatever the journal is made of. */
public abstract class JournalContract {
    private static final int MUCH = 1 << 20;

    private final RecordedReports reports = new RecordedReports();
    private @Nullable Subject subject;

    /** A journal, and what makes it do its work. */
    public interface Subject {
        Journal journal();

        /** Ends the turn, and has more of them until nothing is left to do. */
        void turn();

        /** Releases what it holds. */
        void close() throws IOException;
    }

    /** A new journal, with nothing in it. */
    protected abstract Subject open() throws IOException;

    @BeforeEach
    final void begin() throws IOException {
        subject = open();
        journal().reportTo(reports);
    }

    @AfterEach
    final void end() throws IOException {
        subject().close();
    }

    private Subject subject() {
        if (subject == null) {
            throw new IllegalStateException("not open");
        }
        return subject;
    }

    private Journal journal() {
        return subject().journal();
    }

    private void append(JournalEntry entry) {
        journal().append(entry);
        journal().hasten();
    }

    private static PublishRecord record(String tenant, String topic, int value) {
        return new PublishRecord(value, tenant, "alice", PublishFlags.QOS0, null, topic, Payload.ofArguments(value));
    }

    private static ReadRequest of(@Nullable String filter, long from, int maxRecords, int maxBytes) {
        return new ReadRequest("t", filter == null ? null : Topic.of(filter), from, maxRecords, maxBytes);
    }

    private Page read(ReadRequest request) {
        List<Page> pages = new ArrayList<>();
        journal().read(request, pages::add);
        assertThat(pages).isEmpty();
        subject().turn();
        assertThat(pages).hasSize(1);
        return pages.getFirst();
    }

    private static List<Long> values(Page page) {
        return page.records().stream()
                .map(stored -> stored.record().receivedNs())
                .toList();
    }

    @Test
    void append_alone_reportsNothing() {
        append(record("t", "a", 1));

        assertThat(reports.lines()).isEmpty();
        assertThat(journal().lastSequence()).isZero();
    }

    @Test
    void commit_appended_numbersThemInOrderThenReportsThemDurable() {
        append(record("t", "a", 1));
        append(new TwinChange.Arrived("bob"));
        subject().turn();
        append(record("t", "a", 2));
        subject().turn();
        subject().turn();

        assertThat(reports.lines()).containsExactly("numbered 1+2", "durable 2", "numbered 3+1", "durable 3");
        assertThat(journal().lastSequence()).isEqualTo(3);
    }

    @Test
    void append_fromWithinAReport_isTakenToo() {
        reports.whenDurable(through -> {
            if (through < 3) {
                append(new TwinChange.Arrived("bob"));
            }
        });
        append(new TwinChange.Arrived("alice"));
        subject().turn();

        assertThat(reports.lines())
                .filteredOn(line -> line.startsWith("durable"))
                .hasSize(3);
    }

    @Test
    void read_byTopicAndTenant_bringsThoseOnly() {
        append(record("t", "a/b", 1));
        append(record("other", "a/b", 2));
        append(record("t", "a/c", 3));
        append(new TwinChange.Arrived("bob"));
        append(record("t", "d", 4));
        subject().turn();

        assertThat(values(read(of("a/*", 0, 10, MUCH)))).containsExactly(1L, 3L);
        assertThat(values(read(of("a/b", 0, 10, MUCH)))).containsExactly(1L);
        assertThat(values(read(of(null, 0, 10, MUCH)))).containsExactly(1L, 3L, 4L);
        assertThat(values(read(of(null, 2, 10, MUCH)))).containsExactly(3L, 4L);
        assertThat(read(of("none", 2, 10, MUCH))).isEqualTo(new Page(List.of(), 6, true, 0));
        assertThat(read(of("d", 6, 10, MUCH))).isEqualTo(new Page(List.of(), 6, true, 0));
    }

    @Test
    void read_bringsWhatWasAppended() {
        PublishRecord publish = record("t", "a", 1);
        append(publish);
        subject().turn();

        assertThat(read(of("a", 0, 10, MUCH)).records()).containsExactly(new Page.Stored(1, publish));
    }

    @Test
    void read_pageByPage_bringsEverythingOnce() {
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            append(record("t", i % 100 == 0 ? "rare" : "common", i));
            if (i % 100 == 0) {
                expected.add((long) i);
            }
        }
        subject().turn();
        for (int maxRecords : List.of(1, 7, 1000)) {
            assertThat(readAll("rare", maxRecords, 300)).isEqualTo(expected);
        }
        assertThat(readAll("**", 100, MUCH)).hasSize(3000);
    }

    private List<Long> readAll(String filter, int maxRecords, int maxBytes) {
        List<Long> found = new ArrayList<>();
        long from = 0;
        boolean more = true;
        while (more) {
            Page page = read(of(filter, from, maxRecords, maxBytes));
            assertThat(page.next()).isGreaterThan(from);
            assertThat(page.records()).hasSizeLessThanOrEqualTo(maxRecords);
            found.addAll(values(page));
            from = page.next();
            more = !page.atHead();
        }
        return found;
    }

    @Test
    void read_recordLargerThanAPage_bringsItAlone() {
        append(record("t", "a", 1));
        append(record("t", "a", 2));
        subject().turn();

        Page page = read(of("a", 0, 10, 1));
        assertThat(values(page)).containsExactly(1L);
        assertThat(page.next()).isEqualTo(2);
        assertThat(page.atHead()).isFalse();
    }

    @Test
    void read_manyAtOnce_areAllAnswered() {
        append(record("t", "a", 1));
        subject().turn();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            journal().read(of("a", 0, 10, MUCH), pages::add);
        }
        subject().turn();

        assertThat(pages)
                .hasSize(100)
                .allSatisfy(page -> assertThat(values(page)).containsExactly(1L));
    }

    @Test
    void close_again_doesNothing() {
        journal().close();
        journal().close();
    }
}
