package org.rembus.broker.routing;

import org.rembus.broker.journal.TwinChange;

/**
 * A named component has gone: its twin is forgotten once all that must be remembered of it is stored. Until then the twin
 * in memory is what counts, and what the journal loses is written again.
 */
final class Departure {
    private final Twin twin;
    private final Twins twins;
    private final JournalQueue queue;
    private final Activity activity;
    private final long through;

    /** A departure of which nothing is noted yet. */
    Departure(Twin twin, Twins twins, JournalQueue queue, Activity activity) {
        this.twin = twin;
        this.twins = twins;
        this.queue = queue;
        this.activity = activity;
        // what is under way was published before it went; without any, nothing was
        this.through = queue.hasPublish() ? TwinChange.Deactivated.HERE : queue.frontier();
        twin.setDeparture(this);
    }

    /** Notes where its subscriptions stand, and that it has gone, if there is anything to remember of it. */
    void note() {
        if (twin.isOnRecord()) {
            activity.stop(twin, through, this::onSettled);
        } else {
            queue.afterPending(() -> {
                twin.stoppedAt(Math.min(queue.frontier(), through));
                onSettled();
            });
        }
    }

    private void onSettled() {
        if (twin.departure() != this) {
            return;
        }
        if (twin.isConnected()) {
            activity.mend(twin);
        } else if (twin.isIncomplete() || Positions.areUnnoted(twin)) {
            activity.restate(twin, this::onSettled);
        } else {
            twins.remove(twin);
        }
    }
}
