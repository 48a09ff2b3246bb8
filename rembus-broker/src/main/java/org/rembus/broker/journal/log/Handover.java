package org.rembus.broker.journal.log;

import java.util.List;
import org.rembus.broker.journal.JournalEntry;

/**
 * Entries on their way to the writer, numbered from {@code first} on.
 *
 * @param entries at least one; not changed any more
 * @param weight of all of them
 */
record Handover(long first, List<JournalEntry> entries, long weight) {
    long last() {
        return first + entries.size() - 1;
    }
}
