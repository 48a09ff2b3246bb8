package org.rembus.broker.journal.memory;

import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.JournalContract;

final class MemoryJournalContractTest extends JournalContract {
    @Override
    protected Subject open() {
        MemoryJournal journal = new MemoryJournal(new MemoryTwinStore(), 7, 1 << 26);
        return new Subject() {
            @Override
            public Journal journal() {
                return journal;
            }

            @Override
            public void turn() {
                boolean more = true;
                while (more) {
                    more = journal.commit();
                }
            }

            @Override
            public void close() {
                journal.close();
            }
        };
    }
}
