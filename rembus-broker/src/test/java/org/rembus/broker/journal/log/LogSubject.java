package org.rembus.broker.journal.log;

import java.io.IOException;
import java.util.SplittableRandom;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalContract;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.testing.MemoryView;
import org.rembus.broker.testing.SteppedThreads;

/** A log on some disk, for the contract of journals. */
final class LogSubject implements JournalContract.Subject {
    private final Disk disk;
    private final SteppedThreads threads = new SteppedThreads(new SplittableRandom(3));
    private final LogJournal journal;

    LogSubject(Disk disk, LogOptions options) throws IOException {
        this.disk = disk;
        this.journal = LogJournal.open(disk, options, MemoryView::new, threads.threads(), 7);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public void turn() {
        boolean more = true;
        while (more) {
            boolean busy = journal.commit();
            more = threads.settle() || busy;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        threads.settle();
        journal.whenClosed().join();
        disk.close();
    }
}
