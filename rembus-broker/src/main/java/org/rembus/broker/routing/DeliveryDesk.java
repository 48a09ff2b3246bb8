package org.rembus.broker.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.Connection.Offer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * Hands messages to subscribers and takes their acknowledgements (PROTOCOL.md section 9, the leg from the broker to the
 * subscriber).
 */
final class DeliveryDesk {
    /** Whether the connection of a twin that is not delivered to is there. */
    enum Connected {
        STILL,
        NO_MORE
    }

    private final JournalQueue queue;
    private final Ids ids;
    private final Counters counters;
    private final Retransmitter retransmitter;
    private final Replay replay;
    private final int maxInflight;
    private final Set<Subscription> moved = new LinkedHashSet<>();

    DeliveryDesk(RouterState state, Retransmitter retransmitter, Replay replay) {
        this.queue = state.queue();
        this.ids = state.ids();
        this.counters = state.counters();
        this.retransmitter = retransmitter;
        this.replay = replay;
        this.maxInflight = state.options().maxInflight();
        replay.deliverWith(this);
        retransmitter.sendWith(this);
    }

    /**
     * Sends a QoS 0 message straight to the subscriptions that take it so.
     *
     * @param publisher who does not get it; null when it is the broker
     */
    void direct(Fanout fanout, Subscription[] receivers, @Nullable Twin publisher) {
        for (Subscription subscription : receivers) {
            Session session = subscription.twin().session();
            if (session != null
                    && subscription.takesDirect()
                    && subscription.twin() != publisher
                    && offerAtMostOnce(subscription, session, fanout) == Offer.FULL) {
                counters.increment(Counters.Count.DROPPED_SLOW_SUBSCRIBER);
            }
        }
    }

    /**
     * Hands a message that has its place in the journal to the live subscriptions; one that cannot take it now falls
     * behind and gets it from the journal later.
     *
     * @param sentDirectly whether the live-only subscriptions have had it
     */
    void inOrder(Fanout fanout, Subscription[] receivers, long sequence, boolean sentDirectly) {
        for (Subscription subscription : receivers) {
            if (subscription.isLive()
                    && sequence >= subscription.cursor()
                    && !(sentDirectly && subscription.since().isNow())
                    && !fanout.record()
                            .publisher()
                            .equals(subscription.twin().rid().name())) {
                handOver(subscription, sequence, fanout);
            }
        }
    }

    private void handOver(Subscription subscription, long sequence, Fanout fanout) {
        if (give(subscription, sequence, fanout) == Offer.ACCEPTED) {
            return;
        }
        if (fanout.record().qos() == QoS.AT_MOST_ONCE
                && subscription.since().isNow()
                && !subscription.progress().isCrowded(maxInflight)) {
            counters.increment(Counters.Count.DROPPED_SLOW_SUBSCRIBER);
            return;
        }
        subscription.fallBehind(Math.min(sequence, queue.frontier() + 1), queue.last());
        subscription.twin().behind().add(subscription);
    }

    /** Hands one message to one subscription, at the level that both sides can keep. */
    Offer give(Subscription subscription, long sequence, Fanout fanout) {
        Session session = subscription.twin().session();
        if (session == null || subscription.progress().isCrowded(maxInflight)) {
            return Offer.FULL;
        }
        PublishRecord record = fanout.record();
        QoS qos = record.qos()
                .atMost(subscription.ceiling())
                .atMost(session.traits().ceiling());
        if (qos.isAcknowledged()) {
            return giveAcknowledged(subscription, session, sequence, fanout, qos);
        }
        Offer offer = offerAtMostOnce(subscription, session, fanout);
        if (offer == Offer.ACCEPTED) {
            subscription.progress().done(sequence);
            hasMoved(subscription);
        }
        return offer;
    }

    private Offer giveAcknowledged(Subscription subscription, Session session, long sequence, Fanout fanout, QoS qos) {
        Window window = subscription.twin().window();
        MessageId id = idFor(subscription, session, sequence, fanout.record());
        if (!window.hasRoom(fanout.record().weight()) || window.contains(id)) {
            return Offer.FULL;
        }
        Offer offer = session.connection().offer(fanout.acknowledged(subscription, session.traits(), qos, id));
        if (offer == Offer.ACCEPTED) {
            InFlight delivery = new InFlight(subscription, sequence, fanout.record(), id, qos);
            window.add(delivery);
            subscription.progress().sent(sequence);
            retransmitter.watch(delivery);
            counters.increment(Counters.Count.DELIVERED);
        }
        return offer;
    }

    private Offer offerAtMostOnce(Subscription subscription, Session session, Fanout fanout) {
        Offer offer = session.connection().offer(fanout.atMostOnce(subscription, session.traits()));
        if (offer == Offer.ACCEPTED) {
            counters.increment(Counters.Count.DELIVERED);
        }
        return offer;
    }

    private MessageId idFor(Subscription subscription, Session session, long sequence, PublishRecord record) {
        MessageId publisherId = record.id();
        boolean slotted = record.flags().hasSlot() && session.traits().takesSlots();
        return slotted && publisherId != null
                ? ids.forSlottedDelivery(sequence, subscription.number(), publisherId.slot())
                : ids.forDelivery(
                        sequence, subscription.number(), session.traits().idLength());
    }

    /** The subscriber has it. At QoS 2 it is told that this is known once that has become durable. */
    void onAck(Session session, MessageId id) {
        Twin twin = session.twin();
        InFlight delivery = twin.window().acknowledged(id);
        if (delivery == null) {
            return;
        }
        retransmitter.forget(delivery);
        Subscription subscription = delivery.subscription();
        subscription.progress().done(delivery.sequence());
        if (!twin.acknowledges()) {
            twin.hasAcknowledged();
            appendFor(twin, new TwinChange.Acknowledges(twin.rid().name()));
        }
        if (delivery.qos() == QoS.EXACTLY_ONCE) {
            confirm(session, twin, delivery);
        }
        hasMoved(subscription);
        replay.resume(twin);
    }

    private void confirm(Session session, Twin twin, InFlight delivery) {
        Runnable confirmed = () -> {
            if (!session.isClosed()) {
                session.connection().send(new Message.Ack2(delivery.id()));
            }
        };
        if (twin.isNamed()) {
            TwinChange change = new TwinChange.Acknowledged(
                    twin.rid().name(), delivery.subscription().number(), delivery.sequence());
            queue.append(change, sequence -> confirmed.run(), () -> {});
        } else {
            confirmed.run();
        }
    }

    void onWritable(Session session) {
        replay.resume(session.twin());
    }

    /** The subscription's position may have moved: it is noted at the end of the turn. */
    void hasMoved(Subscription subscription) {
        moved.add(subscription);
    }

    /** Notes the positions that have moved. Called at the end of each turn. */
    void notePositions() {
        if (moved.isEmpty()) {
            return;
        }
        for (Subscription subscription : moved) {
            subscription.settle(queue.frontier());
            notePosition(subscription);
        }
        moved.clear();
    }

    /**
     * Stops delivery to a twin that goes away or is no longer reactive, and notes where each subscription stands.
     *
     * @param connected whether what is in flight may still be acknowledged on this connection
     */
    void stop(Twin twin, Connected connected) {
        for (Subscription subscription : twin.subscriptions()) {
            subscription.deactivate(queue.frontier());
            moved.remove(subscription);
            if (connected == Connected.NO_MORE) {
                subscription.progress().forgetInFlight();
            }
            notePosition(subscription);
            for (long done : subscription.progress().doneAbove()) {
                appendFor(twin, new TwinChange.Acknowledged(twin.rid().name(), subscription.number(), done));
            }
        }
        twin.behind().clear();
        if (connected == Connected.NO_MORE) {
            twin.window().drain().forEach(retransmitter::forget);
        }
    }

    private void notePosition(Subscription subscription) {
        Twin twin = subscription.twin();
        long position = subscription.takeNewPosition();
        if (position >= 0) {
            appendFor(twin, new TwinChange.Advanced(twin.rid().name(), subscription.number(), position));
        }
    }

    private void appendFor(Twin twin, TwinChange change) {
        if (twin.isNamed()) {
            queue.append(change);
        }
    }

    /**
     * Sends what is in flight once more, as QoS 0, to a peer that turns out never to acknowledge; it counts as delivered,
     * and the connection is served at QoS 0 from then on.
     */
    void fallBackToAtMostOnce(Twin twin, Session session) {
        session.traits().neverAcknowledges();
        List<InFlight> unacknowledged = new ArrayList<>(twin.window().drain());
        for (InFlight delivery : unacknowledged) {
            retransmitter.forget(delivery);
            Subscription subscription = delivery.subscription();
            Offer offer = offerAtMostOnce(subscription, session, new Fanout(delivery.record()));
            if (offer == Offer.ACCEPTED) {
                subscription.progress().done(delivery.sequence());
            } else {
                subscription.progress().forgetInFlight(delivery.sequence());
                subscription.rewind(delivery.sequence());
                twin.behind().add(subscription);
            }
            hasMoved(subscription);
        }
        replay.resume(twin);
    }

    /** Sends an unacknowledged delivery once more, the same bytes. */
    void sendAgain(InFlight delivery, Session session) {
        Fanout fanout = new Fanout(delivery.record());
        Outgoing again = fanout.acknowledged(delivery.subscription(), session.traits(), delivery.qos(), delivery.id());
        if (session.connection().offer(again) == Offer.ACCEPTED) {
            counters.increment(Counters.Count.RETRANSMITTED);
        }
    }

    /** Where a delivery's connection is; null when there is none. */
    static @Nullable Session sessionOf(InFlight delivery) {
        return delivery.subscription().twin().session();
    }
}
