package org.rembus.broker;

import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;

/** Keeps everything in memory, for as long as the broker runs. */
final class MemoryStorage implements Storage {
    private final MemoryTwinStore twins = new MemoryTwinStore();
    private final Journal journal;

    /**
     * @param epoch see {@link Journal#epoch}
     * @param maxBytes about how much the publishes that are kept may weigh
     */
    MemoryStorage(long epoch, long maxBytes) {
        this.journal = new MemoryJournal(twins, epoch, maxBytes);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public TwinStore twins() {
        return twins;
    }

    @Override
    public void release() {
        // there is nothing that outlives the journal
    }
}
