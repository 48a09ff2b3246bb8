package org.rembus.broker;

import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;

/** Where a broker keeps its messages and twins. */
interface Storage {

    /** The router's thread only. */
    Journal journal();

    /** The router's thread only. */
    TwinStore twins();

    /**
     * Waits until what the journal had to write is written, once it has been closed, and lets go of the files. Blocks; never
     * on the router's thread.
     */
    void release();
}
