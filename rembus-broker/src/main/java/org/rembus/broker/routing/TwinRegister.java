package org.rembus.broker.routing;

import org.rembus.broker.journal.TwinChange;

/**
 * Tells the journal of a named component, once there is something to remember of it: a subscription, a service, or an id
 * whose ACK2 has not come. One that only calls, or publishes at QoS 0 and 1, leaves nothing behind, and no more do the names
 * that hostile peers make up.
 */
final class TwinRegister {
    private final JournalQueue queue;
    private final Twins twins;

    TwinRegister(JournalQueue queue, Twins twins) {
        this.queue = queue;
        this.twins = twins;
    }

    /**
     * To be called before anything is appended that has to be remembered of a named twin.
     *
     * @return what there is no point in remembering anything without
     */
    Entry enter(Twin twin) {
        Entry known = twin.entry();
        if (known != null && !known.isLost()) {
            return known;
        }
        String name = twin.rid().name();
        Entry entry = new Entry();
        twin.setEntry(entry);
        twins.addRecorded(name);
        queue.append(new TwinChange.Arrived(name), entry::setLost);
        if (twin.wantsDelivery()) {
            queue.append(new TwinChange.Activated(name), entry::setLost);
        }
        return entry;
    }

    /** That a component is known, and whether there was delivery to it by then. */
    static final class Entry {
        private boolean lost;

        /** One that has been stored. */
        static Entry remembered() {
            return new Entry();
        }

        /** Whether it has to be made again. */
        boolean isLost() {
            return lost;
        }

        private void setLost() {
            lost = true;
        }
    }

    /** Whether this change would be all that there is to remember of a twin, which is nothing. */
    static boolean isIdle(Twin twin, TwinChange change) {
        return !twin.isOnRecord()
                && (change instanceof TwinChange.Activated || change instanceof TwinChange.Deactivated);
    }
}
