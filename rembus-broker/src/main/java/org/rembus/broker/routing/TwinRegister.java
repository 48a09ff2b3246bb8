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

    /** To be called before anything is appended that has to be remembered of a twin. */
    void enter(Twin twin) {
        if (!twin.isNamed() || twin.isRegistered()) {
            return;
        }
        String name = twin.rid().name();
        twin.setRegistered(true);
        twins.addRecorded(name);
        append(twin, new TwinChange.Arrived(name));
        if (twin.wantsDelivery()) {
            append(twin, new TwinChange.Activated(name));
        }
    }

    /** What is lost is said again, with the next thing that has to be remembered. */
    private void append(Twin twin, TwinChange change) {
        queue.append(change, () -> twin.setRegistered(false));
    }

    /** Whether this change would be all that there is to remember of a twin, which is nothing. */
    static boolean isIdle(Twin twin, TwinChange change) {
        return !twin.isOnRecord()
                && (change instanceof TwinChange.Activated || change instanceof TwinChange.Deactivated);
    }
}
