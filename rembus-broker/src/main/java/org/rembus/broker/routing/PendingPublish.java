package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.QoS;

/** A published message on its way into the journal. */
final class PendingPublish extends Pending {
    private final PublishRecord record;
    private final PublishDesk desk;
    private final @Nullable Session publisher;
    private final @Nullable Twin twin;
    private final boolean sentDirectly;
    private boolean dispatched;

    /**
     * @param publisher null when it is the broker
     * @param sentDirectly whether the live-only subscriptions have had it
     */
    PendingPublish(
            PublishRecord record, Place place, PublishDesk desk, @Nullable Session publisher, boolean sentDirectly) {
        super(record, place);
        this.record = record;
        this.desk = desk;
        this.publisher = publisher;
        this.twin = publisher == null ? null : publisher.twin();
        this.sentDirectly = sentDirectly;
    }

    PublishRecord record() {
        return record;
    }

    @Nullable
    Session publisher() {
        return publisher;
    }

    /** The publisher's twin when it published; null when it was the broker. */
    @Nullable
    Twin twin() {
        return twin;
    }

    boolean wasSentDirectly() {
        return sentDirectly;
    }

    /** Whether those subscriptions that were live then have had it, all of them. */
    boolean isDispatched() {
        return dispatched;
    }

    /** Whether its topic is one that this subscription is for. */
    boolean isFor(Subscription subscription) {
        return subscription.twin().tenant().equals(record.tenant()) && subscription.isFor(record.topic());
    }

    /** Whether this subscription has had it without waiting for the journal. */
    boolean wasSentDirectlyTo(Subscription subscription) {
        return sentDirectly && subscription.wasSentDirectly(place());
    }

    @Override
    boolean isAwaited() {
        return !sentDirectly;
    }

    /** A QoS 0 message that has nothing to wait for goes out as soon as it has its place in the order. */
    @Override
    void onNumbered() {
        if (record.qos() == QoS.AT_MOST_ONCE && sentDirectly) {
            dispatch();
        }
    }

    @Override
    void onDurable() {
        desk.onDurable(this);
        if (!dispatched) {
            dispatch();
        }
    }

    @Override
    void onLost() {
        desk.onLost(this);
    }

    private void dispatch() {
        dispatched = true;
        desk.dispatch(this);
    }
}
