package org.rembus.broker.journal;

import java.util.function.Consumer;

/**
 * An ordered, numbered sequence of entries. It numbers them, not the router, so that another engine can order what
 * several routers append.
 *
 * <p>Called on the router's thread only. No method blocks; reports and pages come back on that same thread, never from
 * within the call that asked for them.
 */
public interface Journal extends AutoCloseable {

    /**
     * Queues an entry for the next batch. Entries are numbered, and become durable, in the order of the calls. May be
     * called from within a report.
     *
     * @param entry immutable; a publish's payload is detached
     */
    void append(JournalEntry entry);

    /**
     * Somebody waits for what has been appended last: it, and all before it, is to become durable as soon as possible.
     * What nobody waits for may be kept for a moment, to be written with what follows.
     */
    void hasten();

    /**
     * Starts writing what has been appended, if nothing is being written. Called at the end of each turn of the loop.
     *
     * @return whether the next turn should begin at once, because what this one found to do was too much for one turn
     */
    boolean commit();

    /**
     * Reads a page of publishes; {@code whenRead} gets it in a later turn, or in this one's {@link #commit}. A page goes
     * no further than what {@link JournalReports#onDurable} has been told when it is handed over. One that is damaged
     * says so itself, and {@link JournalReports#onDamaged} is told.
     */
    void read(ReadRequest request, Consumer<Page> whenRead);

    /**
     * Whether a publish that was read is no longer to be kept, as far as its topic is concerned, although the file is still
     * there: then nobody is given it any more.
     */
    default boolean isExpired(Page.Stored stored) {
        return false;
    }

    /** Where the journal's news go. Set once, before anything is appended. */
    void reportTo(JournalReports reports);

    /** The sequence of the last durable entry; 0 when there is none. */
    long lastSequence();

    /** Retention has removed what publishes there were through this sequence; 0 when it has removed none. */
    long removedThrough();

    /**
     * A random number made with the journal and kept with it. Ids of deliveries derive from it, so that they stay the
     * same across a restart and differ between two journals.
     */
    long epoch();

    /** Whether what is reported as durable survives the process. */
    boolean isDurable();

    @Override
    void close();
}
