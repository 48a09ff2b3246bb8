package org.rembus.broker.routing;

import java.util.LinkedHashSet;
import java.util.Set;
import org.rembus.broker.journal.TwinChange;

/** Notes in the journal how far the subscriptions of named components have got. */
final class Positions {
    private final JournalQueue queue;
    private final Set<Subscription> moved = new LinkedHashSet<>();

    Positions(JournalQueue queue) {
        this.queue = queue;
    }

    /** The subscription's position may have moved: it is noted at the end of the turn. */
    void hasMoved(Subscription subscription) {
        moved.add(subscription);
    }

    /** The subscription will not be asked about any more. */
    void forget(Subscription subscription) {
        moved.remove(subscription);
    }

    /** Notes the positions that have moved. Called at the end of each turn. */
    void noteMoved() {
        if (moved.isEmpty()) {
            return;
        }
        for (Subscription subscription : moved) {
            subscription.settle(queue.frontier());
            note(subscription);
        }
        moved.clear();
    }

    /** Notes all that is known of a subscription that is not delivered to any more. */
    void noteAll(Subscription subscription) {
        moved.remove(subscription);
        note(subscription);
        subscription.progress().doneAbove().forEachRange((first, last) -> noteDone(subscription, first, last));
    }

    private void note(Subscription subscription) {
        Twin twin = subscription.twin();
        long position = subscription.takeNewPosition();
        if (position >= 0 && twin.isNamed()) {
            queue.append(new TwinChange.Advanced(twin.rid().name(), subscription.number(), position));
        }
    }

    private void noteDone(Subscription subscription, long first, long last) {
        Twin twin = subscription.twin();
        if (twin.isNamed()) {
            queue.append(new TwinChange.Acknowledged(twin.rid().name(), subscription.number(), first, last));
        }
    }
}
