package org.rembus.broker.journal;

/** What can stand in the journal. */
public sealed interface JournalEntry permits PublishRecord, TwinChange {

    /** About how many bytes the entry occupies, for bounds. */
    int weight();
}
