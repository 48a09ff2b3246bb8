package org.rembus.broker.journal.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.RecentRecords;

/**
 * A journal in memory. What it calls durable is so only for as long as the process lives. It keeps the most recent
 * publishes up to a bound in bytes; older ones are gone, and a reader is told how many.
 */
public final class MemoryJournal implements Journal {
    /** So that many subscriptions that catch up leave room for the rest of the loop's work. */
    private static final int MAX_READS_PER_COMMIT = 16;

    private static final int MAX_RECORDS_PER_COMMIT = 4096;

    private final MemoryTwinStore twins;
    private final long epoch;
    private final long maxBytes;
    private final RecentRecords records = new RecentRecords();
    private final List<JournalEntry> appended = new ArrayList<>();
    private final ArrayDeque<IntSupplier> reads = new ArrayDeque<>();
    private @Nullable JournalReports reports;
    private long lastSequence;

    /**
     * @param twins the view that changes of twins go to
     * @param epoch see {@link #epoch()}
     * @param maxBytes about how much the publishes that are kept may weigh
     */
    public MemoryJournal(MemoryTwinStore twins, long epoch, long maxBytes) {
        this.twins = twins;
        this.epoch = epoch;
        this.maxBytes = maxBytes;
    }

    @Override
    public void reportTo(JournalReports target) {
        reports = target;
    }

    @Override
    public void append(JournalEntry entry) {
        appended.add(entry);
    }

    @Override
    public void hasten() {
        // every commit is at once
    }

    @Override
    public boolean commit() {
        writeAppended();
        int records = 0;
        for (int i = Math.min(reads.size(), MAX_READS_PER_COMMIT); i > 0 && records < MAX_RECORDS_PER_COMMIT; i--) {
            records += reads.remove().getAsInt();
        }
        return !reads.isEmpty() || !appended.isEmpty();
    }

    @Override
    public void read(ReadRequest request, Consumer<Page> whenRead) {
        reads.add(() -> {
            Page page = records.page(request, lastSequence, records.removedThrough());
            whenRead.accept(page);
            return page.records().size();
        });
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public long removedThrough() {
        return records.removedThrough();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void close() {
        records.clear();
        appended.clear();
        reads.clear();
    }

    private void writeAppended() {
        if (appended.isEmpty()) {
            return;
        }
        long first = lastSequence + 1;
        int count = appended.size();
        for (JournalEntry entry : appended) {
            lastSequence++;
            twins.apply(lastSequence, entry);
            if (entry instanceof PublishRecord publish) {
                records.add(lastSequence, publish);
            }
        }
        appended.clear();
        records.trimTo(maxBytes);
        if (reports != null) {
            reports.onNumbered(first, count);
            reports.onDurable(lastSequence);
        }
    }
}
