package org.rembus.broker.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.HeldIds;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.routing.room.HeapRoom;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Nack;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** Takes what components publish (PROTOCOL.md section 9, the leg from the publisher to the broker). */
final class PublishDesk {
    private final JournalQueue queue;
    private final Tenants tenants;
    private final DeliveryDesk deliveries;
    private final TurnTime time;
    private final Counters counters;
    private final TrafficDesk traffic;
    private final Notices notices;
    private final NameRules rules;
    private final TwinRegister register;
    private final DurableTopics durable;
    private final Twins twins;
    private final HeapRoom unanswered;
    private final TopicRules.Lookup<Storing> storing;

    PublishDesk(RouterState state, DeliveryDesk deliveries) {
        this.queue = state.queue();
        this.tenants = state.tenants();
        this.deliveries = deliveries;
        this.time = state.time();
        this.counters = state.counters();
        this.traffic = state.traffic();
        this.notices = state.notices();
        this.rules = state.options().names();
        this.register = state.register();
        this.durable = state.durable();
        this.twins = state.twins();
        this.unanswered = twins.unanswered();
        StorePolicy policy = state.options().store();
        this.storing = new TopicRules.Lookup<>(policy.byTopic(), policy.byDefault());
    }

    void onPublish(Session session, Message.Publish publish) {
        Twin twin = session.twin();
        Subscription[] receivers = tenants.receiversOf(twin.reachedTenant(), publish.topic());
        if (receivers == null) {
            refuse(session, publish);
            return;
        }
        if (publish.qos().isAcknowledged() && isDuplicate(session, publish)) {
            return;
        }
        if (publish.qos() == QoS.EXACTLY_ONCE && !hasRoomFor(publish, twin)) {
            counters.drop(DropReason.NOT_STORED);
            notices.dropped(session.toString(), "no room for the ids of QoS 2 messages: " + publish.topic());
            refuse(session, publish.requireId(), publish.topic());
            return;
        }
        counters.increment(Counters.Count.PUBLISHED);
        traffic.published(publish.topic(), publish.data().length());
        PublishRecord record = new PublishRecord(
                time.epochNs(),
                twin.reachedTenant(),
                twin.rid().name(),
                publish.flags(),
                publish.id(),
                publish.topic(),
                publish.data().asArguments().detached(),
                publish.trace());
        take(session, record, receivers);
        queue.holdBackIfFull(session);
    }

    /** Whether its id may be remembered until its ACK2 comes, with the name of who has it. */
    private boolean hasRoomFor(Message.Publish publish, Twin publisher) {
        long own = publisher.held().bytes() + publisher.passedOn().bytes();
        boolean isRemembered = publisher.isNamed() && storing.of(publish.topic()) != Storing.NONE;
        return unanswered.hasFor(own, HeldIds.bytesOf(publish.requireId()))
                && (!isRemembered || twins.mayBeRecorded(publisher.rid().name(), List.of()));
    }

    private void refuse(Session session, Message.Publish publish) {
        String reason = "not a topic to publish to: " + rules.objectionToTopic(publish.topic());
        counters.drop(DropReason.ILLEGAL_TOPIC);
        if (publish.qos().isAcknowledged()) {
            session.error(publish.requireId(), reason);
        } else {
            notices.dropped(session.toString(), reason + ": " + publish.topic());
        }
    }

    /**
     * Publishes at QoS 0 what a component did not publish itself.
     *
     * @param publisher who does not get it; null for the broker, whose name is {@code rid} then
     */
    void publishFor(@Nullable Session publisher, String rid, String tenant, String topic, Payload arguments) {
        Subscription[] receivers = tenants.receiversOf(tenant, topic);
        if (receivers != null) {
            PublishRecord record =
                    new PublishRecord(time.epochNs(), tenant, rid, PublishFlags.QOS0, null, topic, arguments);
            take(publisher, record, receivers);
        }
    }

    private void take(@Nullable Session session, PublishRecord record, Subscription[] receivers) {
        Storing store = storing.of(record.topic());
        if (store == Storing.NONE) {
            passOn(session, record, receivers);
            return;
        }
        Twin twin = session == null ? null : session.twin();
        boolean direct = record.qos() == QoS.AT_MOST_ONCE && (twin == null || !twin.hasUnsettled(record.topic()));
        if (direct && receivers.length > 0) {
            deliveries.direct(new Fanout(record), receivers, twin);
        }
        if (direct && store == Storing.DURABLE && !isToBeRead(record, receivers, twin)) {
            return;
        }
        if (twin != null && !direct) {
            twin.publishing(record);
        }
        if (twin != null && twin.isNamed() && record.qos() == QoS.EXACTLY_ONCE) {
            register.enter(twin);
        }
        queue.append(new PendingPublish(record, queue.nextPlace(), this, session, direct));
    }

    /** Whether a QoS 0 message is for somebody who has not been handed it and will read it from the journal. */
    private boolean isToBeRead(PublishRecord record, Subscription[] receivers, @Nullable Twin publisher) {
        for (Subscription subscription : receivers) {
            if (subscription.needsJournal() && subscription.twin() != publisher) {
                return true;
            }
        }
        return durable.want(record.tenant(), record.topic());
    }

    /** Hands on what is not stored; with that the broker is done with it. */
    private void passOn(@Nullable Session session, PublishRecord record, Subscription[] receivers) {
        MessageId id = record.id();
        if (session != null && id != null && record.qos().isAcknowledged()) {
            if (record.qos() == QoS.EXACTLY_ONCE) {
                session.twin().passedOn().add(id, record.receivedNs());
            }
            session.connection().send(new Message.Ack(id));
        }
        if (receivers.length > 0) {
            deliveries.passOn(new Fanout(record), receivers);
        }
    }

    /** Whether this was taken before: then it is acknowledged again, if it was acknowledged already, and dropped. */
    private static boolean isDuplicate(Session session, Message.Publish publish) {
        Twin twin = session.twin();
        MessageId id = publish.requireId();
        if (twin.hasUnsettled(id)) {
            return true;
        }
        if (publish.qos() == QoS.EXACTLY_ONCE
                && (twin.held().contains(id) || twin.passedOn().contains(id))) {
            session.connection().send(new Message.Ack(id));
            return true;
        }
        return false;
    }

    void onDurable(PendingPublish publish) {
        settle(publish);
        PublishRecord record = publish.record();
        MessageId id = record.id();
        Session publisher = whereToAcknowledge(publish);
        if (id != null && record.qos().isAcknowledged() && publisher != null) {
            publisher.connection().send(new Message.Ack(id));
        }
    }

    /** The connection that the publish came on, or a newer one of its component. */
    private static @Nullable Session whereToAcknowledge(PendingPublish publish) {
        Session publisher = publish.publisher();
        Twin twin = publish.twin();
        if (publisher != null && !publisher.isClosed()) {
            return publisher;
        }
        return twin != null && twin.isWelcome() ? twin.session() : null;
    }

    void onLost(PendingPublish publish) {
        counters.drop(DropReason.NOT_STORED);
        settle(publish);
        Twin twin = publish.twin();
        MessageId id = publish.record().id();
        if (twin != null && id != null && publish.record().qos() == QoS.EXACTLY_ONCE) {
            twin.held().remove(id);
        }
        if (id != null && publish.record().qos().isAcknowledged()) {
            refuse(whereToAcknowledge(publish), id, publish.record().topic());
        }
    }

    /** Says to who agreed on it that a message is not stored; the others hear nothing, and send again. */
    private static void refuse(@Nullable Session publisher, MessageId id, String topic) {
        if (publisher != null && publisher.connection().extensions().has(Extension.NACK)) {
            publisher.error(id, Nack.notStored(topic));
        }
    }

    private static void settle(PendingPublish publish) {
        Twin twin = publish.twin();
        if (twin != null && !publish.wasSentDirectly()) {
            twin.settled(publish.record());
        }
    }

    /** Hands a message to the live subscriptions, in the journal's order. */
    void dispatch(PendingPublish publish) {
        PublishRecord record = publish.record();
        Subscription[] receivers = tenants.receiversOf(record.tenant(), record.topic());
        if (receivers != null && receivers.length > 0) {
            deliveries.inOrder(publish, new Fanout(record), receivers);
        }
    }

    /** The publisher will not send that id again. */
    void onAck2(Session session, MessageId id) {
        Twin twin = session.twin();
        twin.passedOn().remove(id);
        if (twin.held().remove(id) && twin.isNamed()) {
            queue.append(new TwinChange.Released(twin.rid().name(), id));
        }
    }
}
