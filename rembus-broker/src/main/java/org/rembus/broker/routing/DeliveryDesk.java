package org.rembus.broker.routing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.connection.Connection;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
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

    /** Whether a message was handed over, or why not. */
    enum Given {
        YES,
        /** Too much is unacknowledged. */
        WINDOW_FULL,
        /** The connection takes no more now, or there is none. */
        OUTPUT_FULL,
        /** The same, because all connections together hold too much. */
        NO_MEMORY;

        private static Given of(Offer offer) {
            return switch (offer) {
                case ACCEPTED -> YES;
                case FULL, GONE -> OUTPUT_FULL;
                case NO_MEMORY -> NO_MEMORY;
            };
        }
    }

    private final JournalQueue queue;
    private final Ids ids;
    private final Counters counters;
    private final Retransmitter retransmitter;
    private final Replay replay;
    private final Positions positions;
    private final SlowDesk slow;
    private final LiveDesk live;

    DeliveryDesk(RouterState state, Positions positions, Retransmitter retransmitter, Replay replay) {
        this.queue = state.queue();
        this.ids = state.ids();
        this.counters = state.counters();
        this.positions = positions;
        this.retransmitter = retransmitter;
        this.replay = replay;
        replay.deliverWith(this);
        retransmitter.sendWith(this);
        this.slow = new SlowDesk(state, this);
        this.live = new LiveDesk(state, this, slow);
    }

    /** A connection of this twin begins. */
    void start(Twin twin) {
        twin.window().limitTo(retransmitter.inflightFor(twin));
    }

    /**
     * Sends a QoS 0 message straight to the subscriptions that take it so.
     *
     * @param publisher who does not get it; null when it is the broker
     */
    void direct(Fanout fanout, Subscription[] receivers, @Nullable Twin publisher) {
        SlowPolicy policy = slow.policyOf(fanout.record().topic());
        for (Subscription subscription : receivers) {
            Share share = subscription.share();
            if (share != null) {
                live.handOverToOne(share, fanout);
            } else if (subscription.takesDirect() && subscription.twin() != publisher) {
                directTo(subscription, fanout, policy);
            }
        }
    }

    private void directTo(Subscription subscription, Fanout fanout, SlowPolicy policy) {
        Session session = subscription.twin().session();
        if (session == null) {
            return;
        }
        Given given = policy.holds() && SlowDesk.isHolding(subscription)
                ? Given.OUTPUT_FULL
                : Given.of(offerAtMostOnce(subscription, session, fanout, policy));
        if (given != Given.YES) {
            slow.onNoRoom(subscription, ids.nextLive(), fanout, policy, given);
        }
    }

    /** Hands a message that is not stored to whoever is there. */
    void passOn(Fanout fanout, Subscription[] receivers) {
        live.handOver(fanout, receivers);
    }

    /**
     * Hands a message that has its place in the journal to the live subscriptions; one that cannot take it now falls
     * behind and gets it from the journal later.
     */
    void inOrder(PendingPublish publish, Fanout fanout, Subscription[] receivers) {
        for (Subscription subscription : receivers) {
            Share share = subscription.share();
            if (share != null) {
                if (!publish.wasSentDirectly()) {
                    live.handOverToOne(share, fanout);
                }
            } else if (subscription.isLive()
                    && publish.sequence() >= subscription.cursor()
                    && !publish.wasSentDirectlyTo(subscription)
                    && !subscription.isFromItself(publish.record())) {
                handOver(subscription, publish.sequence(), fanout);
            }
        }
    }

    /**
     * Hands over an unsettled publish to a subscription that has become live, or takes QoS 0 messages directly from now
     * on, if it went out to the others before.
     */
    void catchUp(Subscription subscription, PendingPublish publish) {
        if (!subscription.isLive() || !publish.isFor(subscription) || subscription.isFromItself(publish.record())) {
            return;
        }
        if (!subscription.takesDirect()) {
            if (publish.isDispatched()
                    && !publish.wasSentDirectlyTo(subscription)
                    && !subscription.progress().hasHandled(publish.sequence())) {
                handOver(subscription, publish.sequence(), new Fanout(publish.record()));
            }
        } else if (publish.wasSentDirectly()
                && !subscription.sentDirectlyThrough().covers(publish.place())) {
            PublishRecord record = publish.record();
            directTo(subscription, new Fanout(record), slow.policyOf(record.topic()));
        }
    }

    private void handOver(Subscription subscription, long sequence, Fanout fanout) {
        PublishRecord record = fanout.record();
        if (record.qos() == QoS.AT_MOST_ONCE && subscription.since().isNow()) {
            directTo(subscription, fanout, slow.policyOf(record.topic()));
            done(subscription, sequence);
            return;
        }
        Given given = give(subscription, sequence, fanout);
        if (given != Given.YES) {
            fallBehind(subscription, Math.min(sequence, queue.frontier() + 1));
            subscription.setWindowWasFull(given == Given.WINDOW_FULL);
        }
    }

    private void fallBehind(Subscription subscription, long from) {
        subscription.fallBehind(from, queue.lastAppended());
        subscription.twin().stalled().add(subscription);
    }

    /**
     * Hands one message of the journal to one subscription, at the level that both sides can keep; not before those that
     * wait.
     */
    Given give(Subscription subscription, long sequence, Fanout fanout) {
        return SlowDesk.isHolding(subscription)
                ? Given.OUTPUT_FULL
                : give(subscription, sequence, fanout, SlowPolicy.DROP_NEWEST);
    }

    /**
     * Hands one message to one subscription, at the level that both sides can keep.
     *
     * @param policy whether newer ones may replace it
     */
    Given give(Subscription subscription, long number, Fanout fanout, SlowPolicy policy) {
        Session session = subscription.twin().session();
        if (session == null) {
            return Given.OUTPUT_FULL;
        }
        QoS qos = qosFor(subscription, fanout.record());
        if (qos.isAcknowledged()) {
            return giveAcknowledged(subscription, session, number, fanout, qos);
        }
        Given given = Given.of(offerAtMostOnce(subscription, session, fanout, policy));
        if (given == Given.YES) {
            done(subscription, number);
        }
        return given;
    }

    /** The message needs nothing more. One that is not stored moves no position. */
    private void done(Subscription subscription, long number) {
        subscription.progress().done(number);
        if (Ids.isSequence(number)) {
            positions.hasMoved(subscription);
        }
    }

    /** The level at which a message goes to a subscription now. */
    static QoS qosFor(Subscription subscription, PublishRecord record) {
        Session session = subscription.twin().session();
        QoS qos = record.qos().atMost(subscription.ceiling());
        return session == null ? qos : qos.atMost(session.traits().ceiling());
    }

    private Given giveAcknowledged(Subscription subscription, Session session, long sequence, Fanout fanout, QoS qos) {
        PublishRecord record = fanout.record();
        boolean slotted = record.flags().hasSlot() && session.traits().takesSlots();
        Window window = subscription.twin().window();
        InFlight delivery = new InFlight(
                subscription,
                sequence,
                record,
                PublishFlags.of(qos, slotted),
                idFor(subscription, session, sequence, record, slotted));
        if (!window.hasRoom(record.weight()) || window.contains(delivery.id())) {
            return Given.WINDOW_FULL;
        }
        Offer offer = session.connection().offer(fanout.acknowledged(delivery));
        if (offer != Offer.ACCEPTED) {
            return Given.of(offer);
        }
        window.add(delivery);
        subscription.progress().sent(sequence);
        retransmitter.watch(delivery);
        counters.increment(Counters.Count.DELIVERED);
        session.tally().out();
        return Given.YES;
    }

    private Offer offerAtMostOnce(Subscription subscription, Session session, Fanout fanout, SlowPolicy policy) {
        Outgoing message = fanout.atMostOnce(subscription, session.traits());
        Connection connection = session.connection();
        Offer offer = policy.holds() ? connection.offerFresh(message) : connection.offer(message);
        if (offer == Offer.ACCEPTED) {
            counters.increment(Counters.Count.DELIVERED);
            session.tally().out();
        }
        return offer;
    }

    private MessageId idFor(
            Subscription subscription, Session session, long sequence, PublishRecord record, boolean slotted) {
        MessageId publisherId = record.id();
        return slotted && publisherId != null
                ? ids.forSlottedDelivery(sequence, subscription.number(), publisherId.slot())
                : ids.forDelivery(
                        sequence, subscription.number(), session.traits().idLength());
    }

    /** The subscriber has it. At QoS 2 it is told that this is known once that has become durable. */
    void onAck(Session session, MessageId id) {
        Twin twin = session.twin();
        InFlight delivery = twin.window().remove(id);
        if (delivery == null) {
            return;
        }
        retransmitter.forget(delivery);
        retransmitter.onAcknowledged(twin);
        done(delivery.subscription(), delivery.sequence());
        if (!twin.acknowledges()) {
            twin.hasAcknowledged();
            if (twin.isNamed()) {
                queue.append(new TwinChange.Acknowledges(twin.rid().name()));
            }
        }
        if (delivery.qos() == QoS.EXACTLY_ONCE) {
            confirm(session, twin, delivery);
        }
        slow.resume(twin);
        live.resume(twin);
        // one acknowledgement should not cost what there are of subscriptions that wait for room
        if (twin.window().isHalfEmpty()) {
            replay.resume(twin);
        }
    }

    private void resume(Twin twin) {
        slow.resume(twin);
        live.resume(twin);
        replay.resume(twin);
    }

    private void confirm(Session session, Twin twin, InFlight delivery) {
        Runnable confirmed = () -> {
            if (!session.isClosed()) {
                session.connection().send(new Message.Ack2(delivery.id()));
            }
        };
        if (twin.isNamed() && delivery.isStored()) {
            long sequence = delivery.sequence();
            int number = delivery.subscription().number();
            TwinChange change = new TwinChange.Acknowledged(twin.rid().name(), number, sequence, sequence);
            queue.append(change, here -> confirmed.run(), () -> {});
        } else {
            confirmed.run();
        }
    }

    void onWritable(Session session) {
        resume(session.twin());
    }

    /** A connection has ended. */
    void onGone(Session session) {
        SlowDesk.stop(session.twin());
        slow.onGone(session);
    }

    /** Closes the connections that are to be closed for being slow. */
    void closeTooSlow() {
        slow.closeTooSlow();
    }

    /**
     * Stops delivery to a twin that goes away or is no longer reactive. What a member of a pool leaves undone goes to another.
     *
     * @param connected whether what is in flight may still be acknowledged on this connection
     */
    void stop(Twin twin, Connected connected) {
        for (Subscription subscription : twin.subscriptions()) {
            subscription.deactivate(queue.frontier());
            replay.stop(subscription);
            if (connected == Connected.NO_MORE) {
                subscription.progress().forgetInFlight();
            }
        }
        twin.stalled().clear();
        twin.reading().clear();
        List<InFlight> unacknowledged =
                connected == Connected.NO_MORE ? twin.window().drain() : List.of();
        unacknowledged.forEach(retransmitter::forget);
        SlowDesk.stop(twin);
        List<Backlog.Waiting> waiting = live.stop(twin);
        if (twin.pool() != null) {
            unacknowledged.forEach(delivery -> live.handToAnother(delivery.subscription(), delivery.record()));
            waiting.forEach(message -> live.handToAnother(message.subscription(), message.record()));
        }
    }

    /** A subscription has been cancelled. What is in flight may still be acknowledged, but is not sent again. */
    void end(Subscription subscription) {
        subscription.end();
        replay.stop(subscription);
        positions.forget(subscription);
    }

    /**
     * Sends what is in flight once more, in order, as QoS 0, to a peer that turns out never to acknowledge; it counts as
     * delivered, and the connection is served at QoS 0 from then on.
     */
    void fallBackToAtMostOnce(Twin twin, Session session) {
        session.traits().neverAcknowledges();
        Set<Subscription> refused = new LinkedHashSet<>();
        for (InFlight delivery : twin.window().drain()) {
            retransmitter.forget(delivery);
            Subscription subscription = delivery.subscription();
            long sequence = delivery.sequence();
            if (subscription.feed() == Subscription.Feed.ENDED) {
                continue;
            }
            if (!refused.contains(subscription)
                    && offerAtMostOnce(subscription, session, new Fanout(delivery.record()), SlowPolicy.DROP_NEWEST)
                            == Offer.ACCEPTED) {
                subscription.progress().done(sequence);
            } else {
                subscription.progress().forgetInFlight(sequence);
                refuse(delivery, refused);
            }
            positions.hasMoved(subscription);
        }
        resume(twin);
    }

    /** It is read again; what is not stored cannot be. */
    private void refuse(InFlight delivery, Set<Subscription> refused) {
        if (delivery.isStored()) {
            refused.add(delivery.subscription());
            fallBehind(delivery.subscription(), delivery.sequence());
        } else {
            slow.drop(delivery.subscription(), DropReason.SLOW_SUBSCRIBER);
        }
    }

    /** Sends an unacknowledged delivery once more, the same bytes. */
    void sendAgain(InFlight delivery, Session session) {
        Outgoing again = new Fanout(delivery.record()).acknowledged(delivery);
        if (session.connection().offer(again) == Offer.ACCEPTED) {
            counters.increment(Counters.Count.RETRANSMITTED);
        }
    }

    /** Does not wait for this acknowledgement any longer. */
    void giveUp(InFlight delivery) {
        Twin twin = delivery.subscription().twin();
        twin.window().remove(delivery.id());
        resume(twin);
    }
}
