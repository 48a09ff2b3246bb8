package org.rembus.broker;

import java.io.IOException;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.transport.TransportLoop;

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

    /** Opens one. */
    @FunctionalInterface
    interface Opener {

        /**
         * @param loop where what it has to report is reported
         * @param newEpoch a random number, for a journal that begins
         * @throws IOException with a sentence for the user
         */
        Storage open(BrokerOptions options, TransportLoop loop, long newEpoch) throws IOException;
    }
}
