package org.rembus.broker.routing;

import java.util.function.LongConsumer;
import org.rembus.broker.journal.TwinChange;

/**
 * Keeps on record where delivery to named components stops, and where it starts again: what is published in between is
 * not for those who want live messages only. A stop that the journal lost is said again before the next start counts.
 */
final class Activity {
    private final JournalQueue queue;
    private final TwinTables tables;
    private final Positions positions;

    Activity(JournalQueue queue, TwinTables tables, Positions positions) {
        this.queue = queue;
        this.tables = tables;
        this.positions = positions;
    }

    /**
     * Starts delivery.
     *
     * @param started gets the sequence from which on there is delivery
     * @param lost runs instead when that could not be stored, or is not wanted any more
     */
    void start(Twin twin, LongConsumer started, Runnable lost) {
        LongConsumer effect = here -> {
            if (!twin.isIncomplete()) {
                twin.startedAt(here);
                started.accept(here);
            } else if (twin.wantsDelivery()) {
                restate(twin, () -> {});
                start(twin, started, lost);
            } else {
                lost.run();
                mend(twin);
            }
        };
        tables.change(twin, new TwinChange.Activated(twin.rid().name()), new TwinTables.Outcome(effect, lost));
    }

    /**
     * Notes that delivery has stopped. The twin's component has gone, or the twin is not here at all.
     *
     * @param through where it stopped, as in {@link TwinChange.Deactivated}
     * @param settled runs when that is stored or lost; what is lost makes the twin incomplete
     */
    void stop(Twin twin, long through, Runnable settled) {
        positions.noteAll(twin, twin::setIncomplete);
        LongConsumer stored = here -> {
            twin.stoppedAt(Math.min(here, through));
            settled.run();
        };
        queue.append(new TwinChange.Deactivated(twin.rid().name(), through, twin.stop()), stored, () -> {
            twin.stoppedAt(Math.min(queue.frontier(), through));
            twin.setIncomplete();
            settled.run();
        });
    }

    /** Says again what was lost, unless delivery is about to start, which does so itself. */
    void mend(Twin twin) {
        if (twin.isIncomplete() && !twin.wantsDelivery()) {
            restate(twin, () -> mend(twin));
        }
    }

    /** Notes where delivery to a twin that is not delivered to stopped, as it stands in memory. */
    void restate(Twin twin, Runnable settled) {
        new Restatement(twin).append(settled);
    }

    /** All that is to be said of a twin, which is complete when none of it is lost. */
    private final class Restatement {
        private final Twin twin;
        private boolean whole = true;

        Restatement(Twin twin) {
            this.twin = twin;
        }

        void append(Runnable settled) {
            positions.noteAll(twin, () -> whole = false);
            TwinChange stop = new TwinChange.Deactivated(twin.rid().name(), twin.activeThrough(), twin.stop());
            queue.append(
                    stop,
                    here -> {
                        if (whole) {
                            twin.setComplete();
                        }
                        settled.run();
                    },
                    settled);
        }
    }
}
