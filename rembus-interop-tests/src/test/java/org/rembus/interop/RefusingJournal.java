package org.rembus.interop;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;

/** A journal that loses the publishes of QoS 1 and 2 while its disk is said to be full. */
final class RefusingJournal implements Journal {
    private final Journal journal;
    private volatile boolean isFull;
    private @Nullable JournalReports reports;
    private final ArrayDeque<Appended> appended = new ArrayDeque<>();

    private record Appended(JournalEntry entry, boolean isLost) {}

    RefusingJournal(Journal journal) {
        this.journal = journal;
    }

    /** May be called by any thread. */
    void setFull(boolean full) {
        isFull = full;
    }

    @Override
    public void append(JournalEntry entry) {
        boolean isLost = isFull
                && entry instanceof PublishRecord publish
                && publish.qos().isAcknowledged();
        appended.add(new Appended(entry, isLost));
    }

    @Override
    public void hasten() {
        journal.hasten();
    }

    @Override
    public boolean commit() {
        for (Appended next = appended.poll(); next != null; next = appended.poll()) {
            if (next.isLost) {
                Objects.requireNonNull(reports).onLost(1);
            } else {
                journal.append(next.entry);
                journal.commit();
            }
        }
        return journal.commit();
    }

    @Override
    public void read(ReadRequest request, Consumer<Page> whenRead) {
        journal.read(request, whenRead);
    }

    @Override
    public void reportTo(JournalReports target) {
        reports = target;
        journal.reportTo(target);
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
