package org.rembus.broker.routing;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.Since;
import org.rembus.broker.routing.Connection.Offer;

/**
 * Feeds subscriptions that are behind from the journal, page by page, until they have caught up with what is dispatched
 * live: no gap and no duplicate at the seam (PROTOCOL.md section 9, "Replay").
 */
final class Replay {
    private static final int PAGE_BYTES = 1024 * 1024;

    private final Journal journal;
    private final JournalQueue queue;
    private final TurnTime time;
    private final Counters counters;
    private final Notices notices;
    private @Nullable DeliveryDesk deliveries;

    Replay(RouterState state, Journal journal) {
        this.journal = journal;
        this.queue = state.queue();
        this.time = state.time();
        this.counters = state.counters();
        this.notices = state.notices();
    }

    /** Who delivers. Set once, when the router is put together. */
    void deliverWith(DeliveryDesk desk) {
        deliveries = desk;
    }

    /**
     * Starts delivery to a subscription.
     *
     * @param here the sequence of the command that asks for it
     * @param bound one more bound; null for none
     */
    void activate(Subscription subscription, long here, @Nullable Since bound) {
        subscription.activate(here, bound, queue.frontier(), time.epochNs());
        if (!subscription.isLive()) {
            subscription.twin().behind().add(subscription);
            readOn(subscription);
        }
    }

    /** The twin's window or its connection may have room again. */
    void resume(Twin twin) {
        if (!twin.behind().isEmpty()) {
            new ArrayList<>(twin.behind()).forEach(this::readOn);
        }
    }

    private void readOn(Subscription subscription) {
        if (subscription.feed() != Subscription.Feed.BEHIND
                || subscription.isReading()
                || !subscription.twin().isConnected()
                || !subscription.twin().window().hasRoom(0)) {
            return;
        }
        int activation = subscription.activation();
        journal.read(subscription.startReading(PAGE_BYTES), page -> {
            if (subscription.activation() == activation && subscription.feed() == Subscription.Feed.BEHIND) {
                subscription.stopReading();
                onPage(subscription, page);
            }
        });
    }

    private void onPage(Subscription subscription, Page page) {
        DeliveryDesk desk = deliveries;
        if (desk == null) {
            return;
        }
        reportLost(subscription, page.lost());
        for (Page.Stored stored : page.records()) {
            if (stored.sequence() >= subscription.cursor() && subscription.wants(stored.sequence(), stored.record())) {
                subscription.readTo(stored.sequence());
                if (desk.give(subscription, stored.sequence(), new Fanout(stored.record())) == Offer.FULL) {
                    desk.hasMoved(subscription);
                    return;
                }
            }
        }
        subscription.readTo(Math.max(page.next(), subscription.cursor()));
        desk.hasMoved(subscription);
        if (page.atHead() && subscription.cursor() > queue.frontier()) {
            goLive(subscription, desk);
        } else {
            readOn(subscription);
        }
    }

    private void goLive(Subscription subscription, DeliveryDesk desk) {
        subscription.caughtUp();
        subscription.twin().behind().remove(subscription);
        // what was dispatched while this subscription read, and is not durable yet, was in no page
        Subscription[] alone = {subscription};
        queue.forEachNumbered(pending -> {
            if (pending instanceof PendingPublish publish
                    && publish.isDispatched()
                    && publish.isFor(subscription)
                    && !(publish.wasSentDirectly() && subscription.wasSentDirectly(publish.sequence()))) {
                desk.inOrder(new Fanout(publish.record()), alone, publish.sequence(), false);
            }
        });
    }

    private void reportLost(Subscription subscription, long lost) {
        if (lost > 0
                && subscription.progress().position() > 0
                && !subscription.since().isNow()) {
            counters.add(Counters.Count.DROPPED_OVERTAKEN, lost);
            notices.overtaken(
                    subscription.twin().rid().name(), subscription.topic().toString(), lost);
        }
    }
}
