package org.rembus.broker.routing;

import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.QoS;

/**
 * Hands over messages that are not stored: at once, to whoever is there. They have no place in the journal's order and move
 * no position, so that it does not matter to them whether a subscription is live or behind. One of QoS 1 or 2 that finds no
 * room waits in memory, and later ones for that twin behind it.
 *
 * <p>All messages to one topic are stored, or none of them is; so the order of one publisher's on one topic holds.
 */
final class LiveDesk {
    private final Ids ids;
    private final DeliveryDesk deliveries;
    private final Backlog.Room room;

    LiveDesk(RouterState state, DeliveryDesk deliveries) {
        this.ids = state.ids();
        this.room = new Backlog.Room(state.options().maxPendingBytes());
        this.deliveries = deliveries;
    }

    /** Hands a message to all subscriptions that are delivered to, its publisher's own aside. */
    void handOver(Fanout fanout, Subscription[] receivers) {
        long number = ids.nextLive();
        for (Subscription subscription : receivers) {
            if (subscription.isDelivering() && !subscription.isFromItself(fanout.record())) {
                handOver(subscription, number, fanout);
            }
        }
    }

    private void handOver(Subscription subscription, long number, Fanout fanout) {
        PublishRecord record = fanout.record();
        Backlog backlog = subscription.twin().backlog();
        if (backlog.isEmpty()) {
            if (deliveries.give(subscription, number, fanout) == DeliveryDesk.Given.YES) {
                return;
            }
            if (DeliveryDesk.qosFor(subscription, record) == QoS.AT_MOST_ONCE) {
                deliveries.drop(subscription);
                return;
            }
        }
        if (!backlog.offer(new Backlog.Waiting(subscription, number, record), room)) {
            deliveries.drop(subscription);
        }
    }

    /** The twin's window or its connection may have room again. */
    void resume(Twin twin) {
        Backlog backlog = twin.backlog();
        Backlog.Waiting oldest = backlog.oldest();
        while (oldest != null) {
            Subscription subscription = oldest.subscription();
            if (subscription.isDelivering()
                    && deliveries.give(subscription, oldest.number(), new Fanout(oldest.record()))
                            != DeliveryDesk.Given.YES) {
                return;
            }
            backlog.removeOldest(room);
            oldest = backlog.oldest();
        }
    }

    /** Delivery to the twin has stopped: what waits is not for it any more. */
    void stop(Twin twin) {
        twin.backlog().clear(room);
    }
}
