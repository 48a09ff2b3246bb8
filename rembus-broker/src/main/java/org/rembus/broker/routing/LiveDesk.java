package org.rembus.broker.routing;

import java.util.List;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.routing.DeliveryDesk.Given;
import org.rembus.broker.routing.slow.SlowPolicy;
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
    private final SlowDesk slow;
    private final Backlog.Room room;

    LiveDesk(RouterState state, DeliveryDesk deliveries, SlowDesk slow) {
        this.ids = state.ids();
        this.room = new Backlog.Room(state.options().maxPendingBytes());
        this.deliveries = deliveries;
        this.slow = slow;
    }

    /** Hands a message to all subscriptions that are delivered to, its publisher's own aside. */
    void handOver(Fanout fanout, Subscription[] receivers) {
        long number = ids.nextLive();
        SlowPolicy policy = slow.policyOf(fanout.record().topic());
        for (Subscription subscription : receivers) {
            Share share = subscription.share();
            if (share != null) {
                handOverToOne(share, fanout);
            } else if (subscription.isDelivering() && !subscription.isFromItself(fanout.record())) {
                if (policy.holds()) {
                    handOverOrHold(subscription, number, fanout, policy);
                } else {
                    handOver(subscription, number, fanout, policy);
                }
            }
        }
    }

    /** Hands a message to one of those that share it: the first that has room for it, else it waits for the first. */
    void handOverToOne(Share share, Fanout fanout) {
        long number = ids.nextLive();
        SlowPolicy policy = slow.policyOf(fanout.record().topic());
        Subscription full = share.tryInTurn(
                fanout.record(),
                subscription ->
                        !isWaiting(subscription) && deliveries.give(subscription, number, fanout, policy) == Given.YES);
        if (full != null && policy.holds()) {
            handOverOrHold(full, number, fanout, policy);
        } else if (full != null) {
            handOver(full, number, fanout, policy);
        }
    }

    /** Whether messages wait for its component, so that later ones have to. */
    private static boolean isWaiting(Subscription subscription) {
        return SlowDesk.isHolding(subscription)
                || !subscription.twin().backlog().isEmpty();
    }

    /** Hands a message on that this subscription has not acknowledged and is not to get any more. */
    void handToAnother(Subscription subscription, PublishRecord record) {
        Share share = subscription.share();
        if (share != null) {
            handOverToOne(share, new Fanout(record));
        }
    }

    private void handOverOrHold(Subscription subscription, long number, Fanout fanout, SlowPolicy policy) {
        Given given = SlowDesk.isHolding(subscription)
                ? Given.OUTPUT_FULL
                : deliveries.give(subscription, number, fanout, policy);
        if (given != Given.YES) {
            slow.onNoRoom(subscription, number, fanout, policy, given);
        }
    }

    private void handOver(Subscription subscription, long number, Fanout fanout, SlowPolicy policy) {
        PublishRecord record = fanout.record();
        Backlog backlog = subscription.twin().backlog();
        Given given = backlog.isEmpty() ? deliveries.give(subscription, number, fanout, policy) : Given.OUTPUT_FULL;
        if (given == Given.YES) {
            return;
        }
        boolean mayWait = !backlog.isEmpty() || DeliveryDesk.qosFor(subscription, record) != QoS.AT_MOST_ONCE;
        if (!mayWait || !backlog.offer(new Backlog.Waiting(subscription, number, record), room)) {
            slow.onNoRoom(subscription, number, fanout, policy, given);
        }
    }

    /** The twin's window or its connection may have room again. */
    void resume(Twin twin) {
        Backlog backlog = twin.backlog();
        Backlog.Waiting oldest = backlog.oldest();
        while (oldest != null) {
            Subscription subscription = oldest.subscription();
            if (subscription.isDelivering()
                    && deliveries.give(
                                    subscription, oldest.number(), new Fanout(oldest.record()), SlowPolicy.DROP_NEWEST)
                            != Given.YES) {
                return;
            }
            backlog.removeOldest(room);
            oldest = backlog.oldest();
        }
    }

    /** Delivery to the twin has stopped: what waits is not for it any more. */
    List<Backlog.Waiting> stop(Twin twin) {
        return twin.backlog().drain(room);
    }
}
