package org.rembus.broker.routing;

import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;

/**
 * One published message in the forms in which its subscribers get it: under its own topic or under a pattern, with its
 * slot or without. A form is made once for the subscribers of one topic or pattern, who are to come one after the other,
 * and forgotten with the next pattern. All patterns share one payload: what is held does not grow with their number.
 */
final class Fanout {
    private final PublishRecord record;
    private @Nullable Payload behindTopic;

    // -- the forms under one topic or pattern --
    private String topic;
    private @Nullable Outgoing plain;
    private @Nullable Outgoing slotted;

    Fanout(PublishRecord record) {
        this.record = record;
        this.topic = record.topic();
    }

    PublishRecord record() {
        return record;
    }

    /** The message at QoS 0, for a subscriber of these traits. */
    Outgoing atMostOnce(Subscription subscription, PeerTraits peer) {
        turnTo(topicFor(subscription));
        Outgoing form;
        if (record.flags().hasSlot() && peer.takesSlots()) {
            form = slotted == null ? outgoing(subscription, PublishFlags.QOS0_SLOT, idOfSlot()) : slotted;
            slotted = form;
        } else {
            form = plain == null ? outgoing(subscription, PublishFlags.QOS0, null) : plain;
            plain = form;
        }
        return form;
    }

    private void turnTo(String next) {
        if (!next.equals(topic)) {
            topic = next;
            plain = null;
            slotted = null;
        }
    }

    /** The message as a delivery of QoS 1 or 2; the same bytes whenever it is made. */
    Outgoing acknowledged(InFlight delivery) {
        return outgoing(delivery.subscription(), delivery.flags(), delivery.id());
    }

    private Outgoing outgoing(Subscription subscription, PublishFlags flags, @Nullable MessageId id) {
        return new Outgoing(
                record.data().length(),
                () -> new Message.Publish(flags, id, topicFor(subscription), payloadFor(subscription), record.trace()));
    }

    private MessageId idOfSlot() {
        MessageId publisherId = record.id();
        if (publisherId == null) {
            throw new IllegalStateException("a slot without an id");
        }
        // not zero, whatever the slot
        return MessageId.of(1L << Integer.SIZE, MessageId.GEN2_LENGTH).withSlot(publisherId.slot());
    }

    private String topicFor(Subscription subscription) {
        return subscription.isPattern() ? subscription.topic().toString() : record.topic();
    }

    private Payload payloadFor(Subscription subscription) {
        if (!subscription.isPattern()) {
            return record.data();
        }
        if (behindTopic == null) {
            behindTopic = record.data().behind(record.topic());
        }
        return behindTopic;
    }
}
