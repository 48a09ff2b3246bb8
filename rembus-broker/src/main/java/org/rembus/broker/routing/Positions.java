package org.rembus.broker.routing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.time.TurnTime;

/**
 * Notes in the journal how far the subscriptions of named components have got: not at each step, which would be an entry
 * for each subscription in each turn, but some times a second, and when a component goes. After a crash a component may get
 * what it had in the last moment before it once more; what was acknowledged at QoS 2 is noted at once, elsewhere.
 */
final class Positions {
    private static final long INTERVAL_NS = Duration.ofMillis(100).toNanos();

    private final JournalQueue queue;
    private final TurnTime time;
    private final Set<Subscription> moved = new LinkedHashSet<>();
    private long nextNs;

    Positions(JournalQueue queue, TurnTime time) {
        this.queue = queue;
        this.time = time;
    }

    /** The subscription's position may have moved: it is noted before long. */
    void hasMoved(Subscription subscription) {
        moved.add(subscription);
    }

    /** The subscription will not be asked about any more. */
    void forget(Subscription subscription) {
        moved.remove(subscription);
    }

    /** Notes the positions that have moved, if it is time to. Called at the end of each turn. */
    void noteMoved() {
        if (moved.isEmpty() || time.sinceStartNs() < nextNs) {
            return;
        }
        nextNs = time.sinceStartNs() + INTERVAL_NS;
        for (Subscription subscription : moved) {
            subscription.settle(queue.frontier());
            note(subscription);
        }
        moved.clear();
    }

    /** Whether a position of a twin that is on record is not on its way into the journal: it was lost, or has moved. */
    static boolean areUnnoted(Twin twin) {
        return twin.isOnRecord() && twin.subscriptions().stream().anyMatch(Subscription::hasNewPosition);
    }

    /**
     * Notes all that is known of a twin's subscriptions.
     *
     * @param lost runs whenever some of what is above the positions could not be stored
     */
    void noteAll(Twin twin, Runnable lost) {
        for (Subscription subscription : twin.subscriptions()) {
            moved.remove(subscription);
            note(subscription);
            if (twin.isNamed()) {
                subscription
                        .progress()
                        .doneAbove()
                        .forEachRange((first, last) -> noteDone(subscription, first, last, lost));
            }
        }
    }

    private void note(Subscription subscription) {
        Twin twin = subscription.twin();
        long position = subscription.takeNewPosition();
        if (position >= 0 && twin.isNamed()) {
            TwinChange change = new TwinChange.Advanced(twin.rid().name(), subscription.number(), position);
            queue.append(change, () -> onLost(subscription));
        }
    }

    private void onLost(Subscription subscription) {
        subscription.forgetReportedPosition();
        // one whose component has gone is noted again before its twin is forgotten
        if (subscription.feed() != Subscription.Feed.ENDED
                && subscription.twin().isConnected()) {
            hasMoved(subscription);
        }
    }

    private void noteDone(Subscription subscription, long first, long last, Runnable lost) {
        String rid = subscription.twin().rid().name();
        queue.append(new TwinChange.Acknowledged(rid, subscription.number(), first, last), lost);
    }
}
