package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;

/**
 * The subscriptions of a pool's members to one topic or pattern: each message goes to one of them, in turns. The oldest stands
 * for all among the subscriptions of the tenant.
 */
final class Share {
    private final List<Subscription> subscriptions = new ArrayList<>(2);
    private int turn;

    /** Tries to hand a message over. */
    interface Attempt {
        /** Whether it was. */
        boolean on(Subscription subscription);
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The one that stands for all; null when there is none. */
    @Nullable
    Subscription first() {
        return subscriptions.isEmpty() ? null : subscriptions.getFirst();
    }

    /**
     * Tries one subscription that is delivered to after the other, from the one whose turn it is; not that of the publisher.
     *
     * @return null when one has taken it, or there is none; else the first that was tried
     */
    @Nullable
    Subscription tryInTurn(PublishRecord record, Attempt attempt) {
        Subscription tried = null;
        int count = subscriptions.size();
        for (int i = 0; i < count; i++) {
            int place = (turn + i) % count;
            Subscription subscription = subscriptions.get(place);
            if (subscription.isDelivering() && !subscription.isFromItself(record)) {
                if (attempt.on(subscription)) {
                    turn = place + 1;
                    return null;
                }
                tried = tried == null ? subscription : tried;
            }
        }
        return tried;
    }
}
