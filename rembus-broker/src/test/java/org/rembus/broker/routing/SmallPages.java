package org.rembus.broker.routing;

import java.util.function.Consumer;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.ReadRequest;

/**
 * A journal that gives pages of few records, so that a short backlog is of many.
 *
 * @param most how many records
 */
record SmallPages(Journal journal, int most) implements Journal {
    @Override
    public void reportTo(JournalReports target) {
        journal.reportTo(target);
    }

    @Override
    public void append(JournalEntry entry) {
        journal.append(entry);
    }

    @Override
    public void hasten() {
        journal.hasten();
    }

    @Override
    public boolean commit() {
        return journal.commit();
    }

    @Override
    public void read(ReadRequest request, Consumer<Page> whenRead) {
        int records = Math.min(most, request.maxRecords());
        journal.read(
                new ReadRequest(request.tenant(), request.filter(), request.from(), records, request.maxBytes()),
                whenRead);
    }

    @Override
    public boolean isExpired(Page.Stored stored) {
        return journal.isExpired(stored);
    }

    @Override
    public long lastSequence() {
        return journal.lastSequence();
    }

    @Override
    public long removedThrough() {
        return journal.removedThrough();
    }

    @Override
    public long epoch() {
        return journal.epoch();
    }

    @Override
    public boolean isDurable() {
        return journal.isDurable();
    }

    @Override
    public void close() {
        journal.close();
    }
}
