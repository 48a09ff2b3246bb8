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
    private final Positions positions;
    private long through;
    private boolean incomplete;

    /** A departure of which nothing is noted yet. */
    Departure(Twin twin, Twins twins, JournalQueue queue, Positions positions) {
        this.twin = twin;
        this.twins = twins;
        this.queue = queue;
        this.positions = positions;
        // what is under way was published before it went; without any, nothing was
        this.through = queue.hasPublish() ? TwinChange.Deactivated.HERE : queue.frontier();
        Departure before = twin.departure();
        this.incomplete = before != null && before.incomplete;
        twin.setDeparture(this);
    }

    /** Notes where its subscriptions stand, and that it has gone, if there is anything to remember of it. */
    void note() {
        if (!twin.isOnRecord()) {
            queue.afterPending(() -> onStored(queue.frontier()));
            return;
        }
        positions.noteAll(twin, () -> incomplete = true);
        queue.append(new TwinChange.Deactivated(twin.rid().name(), through), this::onStored, this::onLost);
    }

    private void onStored(long here) {
        twin.stoppedAt(Math.min(here, through));
        if (twin.isConnected() || twin.departure() != this) {
            return;
        }
        if (incomplete) {
            noteAgain();
        } else {
            twins.remove(twin);
        }
    }

    private void onLost() {
        twin.stoppedAt(Math.min(queue.frontier(), through));
        Departure last = twin.departure();
        if (last != this && last != null) {
            last.incomplete = true;
        } else if (twin.isConnected()) {
            incomplete = true;
        } else {
            noteAgain();
        }
    }

    /** When nothing of the twin is under way any more: as it stands in memory. */
    private void noteAgain() {
        incomplete = false;
        through = twin.activeThrough();
        note();
    }
}
