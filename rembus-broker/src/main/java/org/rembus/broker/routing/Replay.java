package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.Since;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.protocol.QoS;

/**
 * Feeds subscriptions that are behind from the journal, page by page, until they have caught up with what is dispatched
 * live: no gap and no duplicate at the seam (PROTOCOL.md section 9, "Replay").
 */
final class Replay {
    /** A page is given out in one turn, in which nothing else happens. */
    private static final int PAGE_RECORDS = 2048;

    /** As much as is given out at QoS 1 and 2 before an acknowledgement must come. */
    private static final int SMALL_PAGE_RECORDS = 256;

    private static final int PAGE_BYTES = 1024 * 1024;
    private static final long MAX_BYTES_IN_HAND = 32L * 1024 * 1024;

    private final Journal journal;
    private final JournalQueue queue;
    private final Tenants tenants;
    private final Positions positions;
    private final TurnTime time;
    private final Counters counters;
    private final Notices notices;
    private final EventDesk events;
    private final PagesInHand pages = new PagesInHand(MAX_BYTES_IN_HAND);
    private @Nullable DeliveryDesk deliveries;

    Replay(RouterState state, Journal journal, Positions positions) {
        this.journal = journal;
        this.positions = positions;
        this.queue = state.queue();
        this.tenants = state.tenants();
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
     * Starts delivery to subscriptions.
     *
     * @param here the sequence of the command that asks for it
     * @param bound one more bound; null for none
     */
    void activate(Collection<Subscription> subscriptions, long here, @Nullable Since bound) {
        Set<Subscription> live = new LinkedHashSet<>();
        for (Subscription subscription : subscriptions) {
            subscription.activate(here, bound, time.epochNs());
            pages.forget(subscription);
            if (subscription.twin().pool() != null) {
                subscription.goLive(); // what the journal has went to others
            } else if (subscription.cursor() > queue.frontier()) {
                subscription.goLive();
                live.add(subscription);
            } else {
                readOn(subscription);
            }
        }
        handOverUnsettled(live);
    }

    /** Gives a subscription new terms, whatever it is getting now. */
    void changeTerms(Subscription subscription, Since since, QoS ceiling) {
        boolean tookDirect = subscription.takesDirect();
        subscription.setTerms(since, ceiling);
        if (tookDirect && !subscription.takesDirect()) {
            subscription.setSentDirectlyThrough(queue.lastAppended());
        } else if (!tookDirect && subscription.takesDirect()) {
            subscription.setSentDirectlyThrough(queue.lastNumbered());
            handOverUnsettled(Set.of(subscription));
        }
    }

    /** Nothing more is read for a subscription, until it is activated again. */
    void stop(Subscription subscription) {
        pages.forget(subscription);
    }

    /** The twin's window or its connection may have room again. */
    void resume(Twin twin) {
        if (!twin.stalled().isEmpty()) {
            new ArrayList<>(twin.stalled()).forEach(this::readOn);
        }
    }

    private void readOn(Subscription subscription) {
        Twin twin = subscription.twin();
        if (subscription.feed() != Subscription.Feed.BEHIND
                || !twin.isConnected()
                || (subscription.windowWasFull() && !twin.window().isHalfEmpty())) {
            return;
        }
        subscription.setWindowWasFull(false);
        twin.stalled().remove(subscription);
        boolean goesOn = true;
        for (PagesInHand.Rest rest = pages.at(subscription); rest != null && goesOn; rest = pages.at(subscription)) {
            readAhead(subscription, rest.page());
            goesOn = give(subscription, rest) && finish(subscription, rest.page());
        }
        if (goesOn) {
            read(subscription, subscription.cursor());
        }
    }

    /** Has the page after this one read while this one is given out. */
    private void readAhead(Subscription subscription, Page page) {
        boolean isLast = page.atHead() || page.damage() != null;
        if (!isLast && !pages.isCrowded() && pages.count(subscription) < PagesInHand.MAX_PAGES) {
            read(subscription, page.next());
        }
    }

    private void read(Subscription subscription, long from) {
        if (subscription.isReading()) {
            return;
        }
        int activation = subscription.activation();
        int records = pages.isCrowded() ? SMALL_PAGE_RECORDS : PAGE_RECORDS;
        ReadRequest request = subscription.startReading(from, records, PAGE_BYTES);
        ReadingTurns turns = subscription.twin().reading();
        turns.take(() -> journal.read(request, page -> {
            turns.ended();
            if (subscription.activation() == activation && subscription.feed() == Subscription.Feed.BEHIND) {
                subscription.stopReading();
                pages.add(subscription, from, page);
                readOn(subscription);
            }
        }));
    }

    /** Gives out as much of a page as the subscriber takes; whether that was all. */
    private boolean give(Subscription subscription, PagesInHand.Rest rest) {
        DeliveryDesk desk = deliveries;
        if (desk == null) {
            return false;
        }
        if (rest.begin()) {
            reportMissing(subscription, subscription.countMissing(rest.page().removedThrough()));
        }
        positions.hasMoved(subscription);
        return handOver(subscription, rest, desk);
    }

    /** A page has been given out; whether there may be more to read. */
    private boolean finish(Subscription subscription, Page page) {
        pages.removeFirst(subscription);
        subscription.readTo(Math.max(page.next(), subscription.cursor()));
        String damage = page.damage();
        if (damage != null) {
            subscription.setUnreadable();
            notices.unreadable(
                    subscription.twin().toString(), subscription.topic().toString(), damage);
            return false;
        }
        if (page.atHead() && subscription.cursor() > queue.frontier()) {
            goLive(subscription);
            return false;
        }
        return true;
    }

    private boolean handOver(Subscription subscription, PagesInHand.Rest rest, DeliveryDesk desk) {
        long expired = 0;
        DeliveryDesk.Given given = DeliveryDesk.Given.YES;
        Page.Stored stored = rest.peek();
        while (stored != null && given == DeliveryDesk.Given.YES) {
            if (subscription.wants(stored.sequence(), stored.record())) {
                subscription.readTo(stored.sequence());
                if (journal.isExpired(stored)) {
                    expired += subscription.isOwed(stored.sequence()) ? 1 : 0;
                } else {
                    given = desk.give(subscription, stored.sequence(), new Fanout(stored.record()));
                }
            }
            if (given == DeliveryDesk.Given.YES) {
                rest.skip();
                stored = rest.peek();
            }
        }
        if (given != DeliveryDesk.Given.YES) {
            subscription.twin().stalled().add(subscription);
            subscription.setWindowWasFull(given == DeliveryDesk.Given.WINDOW_FULL);
        }
        reportMissing(subscription, expired);
        return given == DeliveryDesk.Given.YES;
    }

    private void goLive(Subscription subscription) {
        pages.forget(subscription);
        subscription.goLive();
        handOverUnsettled(Set.of(subscription));
    }

    /**
     * What was sent out while these subscriptions were not there, and is not durable yet, is in no page. There may be very
     * many of both: each message is looked at once.
     */
    private void handOverUnsettled(Set<Subscription> live) {
        DeliveryDesk desk = deliveries;
        if (desk != null && !live.isEmpty()) {
            queue.forEachPublish(publish -> {
                if (publish.wasSentDirectly()) {
                    handOver(publish, live, desk);
                }
            });
        }
    }

    private void handOver(PendingPublish publish, Set<Subscription> live, DeliveryDesk desk) {
        PublishRecord record = publish.record();
        Subscription[] receivers = tenants.receiversOf(record.tenant(), record.topic());
        if (receivers == null || receivers.length > live.size()) {
            live.forEach(subscription -> desk.catchUp(subscription, publish));
            return;
        }
        for (Subscription subscription : receivers) {
            if (live.contains(subscription)) {
                desk.catchUp(subscription, publish);
            }
        }
    }

    private void reportMissing(Subscription subscription, long missing) {
        if (missing > 0) {
            counters.drop(DropReason.OVERTAKEN, missing);
            Twin twin = subscription.twin();
            String topic = subscription.topic().toString();
            notices.overtaken(twin.toString(), topic, missing);
            Session session = twin.session();
            if (session != null) {
                events.overtaken(session, topic, missing);
            }
        }
    }
}
