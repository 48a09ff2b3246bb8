package org.rembus.broker.journal.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.JournalReports;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;

/** A journal in memory that numbers, stores, loses and reads only when it is told to, step by step. */
public final class SteppedJournal implements Journal {
    private final MemoryTwinStore store = new MemoryTwinStore();
    private final ArrayDeque<JournalEntry> unnumbered = new ArrayDeque<>();
    private final ArrayDeque<Numbered> numbered = new ArrayDeque<>();
    private final ArrayDeque<Read> reads = new ArrayDeque<>();
    private final ArrayDeque<Runnable> pagesRead = new ArrayDeque<>();
    private final List<Page.Stored> publishes = new ArrayList<>();
    private @Nullable JournalReports reports;
    private long lastNumber;
    private long lastDurable;
    private int readsAsked;
    private boolean hastened;
    private long damagedFrom = Long.MAX_VALUE;
    private long expiredThrough;

    private record Numbered(long sequence, JournalEntry entry) {}

    private record Read(ReadRequest request, Consumer<Page> whenRead) {}

    public MemoryTwinStore store() {
        return store;
    }

    @Override
    public void append(JournalEntry entry) {
        unnumbered.add(entry);
    }

    @Override
    public void hasten() {
        hastened = true;
    }

    @Override
    public boolean commit() {
        return false;
    }

    @Override
    public void read(ReadRequest request, Consumer<Page> whenRead) {
        readsAsked++;
        reads.add(new Read(request, whenRead));
    }

    @Override
    public void reportTo(JournalReports target) {
        reports = target;
    }

    @Override
    public long lastSequence() {
        return lastDurable;
    }

    @Override
    public long removedThrough() {
        return 0;
    }

    @Override
    public long epoch() {
        return 77;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void close() {
        unnumbered.clear();
        numbered.clear();
        reads.clear();
        pagesRead.clear();
    }

    /** How many entries are neither durable nor lost. */
    public int pending() {
        return unnumbered.size() + numbered.size();
    }

    public int unnumbered() {
        return unnumbered.size();
    }

    public int pendingReads() {
        return reads.size() + pagesRead.size();
    }

    /** How many pages have been asked for, ever. */
    public int readsAsked() {
        return readsAsked;
    }

    /** Whether somebody waits for what was appended since this was asked last. */
    public boolean takeHastened() {
        boolean waits = hastened;
        hastened = false;
        return waits;
    }

    /** Publishes through this sequence are no longer to be kept, and are still there. */
    public void expireThrough(long sequence) {
        expiredThrough = sequence;
    }

    @Override
    public boolean isExpired(Page.Stored stored) {
        return stored.sequence() <= expiredThrough;
    }

    /** What is stored from this sequence on cannot be read. */
    public void damageFrom(long sequence) {
        damagedFrom = sequence;
    }

    /** Gives numbers to the next entries. */
    public void number(int count) {
        if (count == 0) {
            return;
        }
        long first = lastNumber + 1;
        for (int i = 0; i < count; i++) {
            numbered.add(new Numbered(++lastNumber, unnumbered.remove()));
        }
        Objects.requireNonNull(reports).onNumbered(first, count);
    }

    /** Makes the oldest entries durable, giving numbers to those that have none. */
    public void makeDurable(int count) {
        if (count == 0) {
            return;
        }
        number(Math.max(0, count - numbered.size()));
        for (int i = 0; i < count; i++) {
            Numbered next = numbered.remove();
            lastDurable = next.sequence();
            store.apply(next.sequence(), next.entry());
            if (next.entry() instanceof PublishRecord record) {
                publishes.add(new Page.Stored(next.sequence(), record));
            }
        }
        Objects.requireNonNull(reports).onDurable(lastDurable);
    }

    /** Loses the oldest entries, numbered or not. */
    public void lose(int count) {
        for (int i = 0; i < count; i++) {
            if (numbered.poll() == null) {
                unnumbered.remove();
            }
        }
        Objects.requireNonNull(reports).onLost(count);
    }

    /** Forgets all that is not durable, and who asked for it. Numbers that it had given are given again. */
    public void crash() {
        close();
        lastNumber = lastDurable;
    }

    /** Reads the next pages as things stand now, to hand them over later. */
    public void readPages(int count) {
        for (int i = 0; i < count && !reads.isEmpty(); i++) {
            Read read = reads.remove();
            Page page = pageFor(read.request());
            pagesRead.add(() -> read.whenRead().accept(page));
        }
    }

    /** Hands over the next pages, reading those that have not been read. */
    public void servePages(int count) {
        for (int i = 0; i < count; i++) {
            if (pagesRead.isEmpty()) {
                readPages(1);
            }
            pagesRead.remove().run();
        }
    }

    /** Stores all that there is and reads all that is asked for, until nothing is left. */
    public void drain() {
        while (pending() > 0 || pendingReads() > 0) {
            makeDurable(pending());
            servePages(pendingReads());
        }
    }

    private Page pageFor(ReadRequest request) {
        List<Page.Stored> found = new ArrayList<>();
        for (Page.Stored stored : publishes) {
            if (stored.sequence() >= damagedFrom) {
                return new Page(found, stored.sequence(), false, 0, "it is damaged");
            }
            if (stored.sequence() >= request.from() && request.wants(stored.record())) {
                if (found.size() == request.maxRecords()) {
                    return new Page(found, stored.sequence(), false, 0);
                }
                found.add(stored);
            }
        }
        return new Page(found, lastDurable + 1, true, 0);
    }
}
