package org.rembus.broker.routing;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.Since;
import org.rembus.protocol.QoS;

/**
 * Feeds subscriptions that are behind from the journal, page by page, until they have caught up with what is dispatched
 * live: no gap and no duplicate at the seam (PROTOCOL.md section 9, "Replay").
 */
final class Replay {
    private static final int PAGE_RECORDS = 256;
    private static final int PAGE_BYTES = 1024 * 1024;

    private final Journal journal;
    private final JournalQueue queue;
    private final Positions positions;
    private final TurnTime time;
    private final Counters counters;
    private final Notices notices;
    private final EventDesk events;
    private @Nullable DeliveryDesk deliveries;

    Replay(RouterState state, Journal journal, Positions positions) {
        this.journal = journal;
        this.positions = positions;
        this.queue = state.queue();
        this.time = state.time();
        this.counters = state.counters();
        this.notices = state.notices();
        this.events = state.events();
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
        subscription.activate(here, bound, time.epochNs());
        subscription.twin().behind().add(subscription);
        if (subscription.cursor() > queue.frontier()) {
            goLive(subscription);
        } else {
            readOn(subscription);
        }
    }

    /** Gives a subscription new terms, whatever it is getting now. */
    void changeTerms(Subscription subscription, Since since, QoS ceiling) {
        boolean tookDirect = subscription.takesDirect();
        subscription.setTerms(since, ceiling);
        if (tookDirect && !subscription.takesDirect()) {
            subscription.setSentDirectlyThrough(queue.lastAppended());
        } else if (!tookDirect && subscription.takesDirect()) {
            subscription.setSentDirectlyThrough(queue.lastNumbered());
            handOverUnsettled(subscription);
        }
    }

    /** The twin's window or its connection may have room again. */
    void resume(Twin twin) {
        if (!twin.behind().isEmpty()) {
            new ArrayList<>(twin.behind()).forEach(this::readOn);
        }
    }

    private void readOn(Subscription subscription) {
        Twin twin = subscription.twin();
        if (subscription.feed() != Subscription.Feed.BEHIND
                || subscription.isReading()
                || !twin.isConnected()
                || (subscription.windowWasFull() && !twin.window().isHalfEmpty())) {
            return;
        }
        subscription.setWindowWasFull(false);
        int activation = subscription.activation();
        journal.read(subscription.startReading(PAGE_RECORDS, PAGE_BYTES), page -> {
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
        reportMissing(subscription, page.removedThrough());
        positions.hasMoved(subscription);
        for (Page.Stored stored : page.records()) {
            if (subscription.wants(stored.sequence(), stored.record())) {
                subscription.readTo(stored.sequence());
                DeliveryDesk.Given given = desk.give(subscription, stored.sequence(), new Fanout(stored.record()));
                if (given != DeliveryDesk.Given.YES) {
                    subscription.setWindowWasFull(given == DeliveryDesk.Given.WINDOW_FULL);
                    return;
                }
            }
        }
        subscription.readTo(Math.max(page.next(), subscription.cursor()));
        String damage = page.damage();
        if (damage != null) {
            subscription.setUnreadable();
            notices.unreadable(
                    subscription.twin().rid().name(), subscription.topic().toString(), damage);
            return;
        }
        if (page.atHead() && subscription.cursor() > queue.frontier()) {
            goLive(subscription);
        } else {
            readOn(subscription);
        }
    }

    private void goLive(Subscription subscription) {
        subscription.twin().behind().remove(subscription);
        subscription.goLive();
        handOverUnsettled(subscription);
    }

    /** What was sent out while this subscription was not there, and is not durable yet, is in no page. */
    private void handOverUnsettled(Subscription subscription) {
        DeliveryDesk desk = deliveries;
        if (desk != null) {
            queue.forEachPublish(publish -> desk.catchUp(subscription, publish));
        }
    }

    private void reportMissing(Subscription subscription, long removedThrough) {
        long missing = subscription.countMissing(removedThrough);
        if (missing > 0) {
            counters.add(Counters.Count.DROPPED_OVERTAKEN, missing);
            Twin twin = subscription.twin();
            String topic = subscription.topic().toString();
            notices.overtaken(twin.rid().name(), topic, missing);
            Session session = twin.session();
            if (session != null) {
                events.overtaken(session, topic, missing);
            }
        }
    }
}
