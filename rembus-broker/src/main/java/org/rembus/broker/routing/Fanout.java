package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;

/**
 * One published message in the forms in which its subscribers get it: under its own topic or under a pattern, with its
 * slot or without. A form is made once, for however many subscribers.
 */
final class Fanout {
    private final PublishRecord record;
    private @Nullable Outgoing plain;
    private @Nullable Outgoing slotted;
    private @Nullable Payload behindTopic;
    private @Nullable Map<String, Outgoing> patternPlain;

    Fanout(PublishRecord record) {
        this.record = record;
    }

    PublishRecord record() {
        return record;
    }

    /** The message at QoS 0, for a subscriber of these traits. */
    Outgoing atMostOnce(Subscription subscription, PeerTraits peer) {
        boolean withSlot = record.flags().hasSlot() && peer.takesSlots();
        if (subscription.isPattern()) {
            return withSlot ? new Outgoing(slotted(subscription)) : patternPlain(subscription);
        }
        if (withSlot) {
            if (slotted == null) {
                slotted = new Outgoing(slotted(subscription));
            }
            return slotted;
        }
        if (plain == null) {
            plain = new Outgoing(Message.Publish.of(record.topic(), record.data()));
        }
        return plain;
    }

    /** The message as a delivery of QoS 1 or 2; the same bytes whenever it is made. */
    Outgoing acknowledged(InFlight delivery) {
        Subscription subscription = delivery.subscription();
        return new Outgoing(
                new Message.Publish(delivery.flags(), delivery.id(), topicFor(subscription), payloadFor(subscription)));
    }

    private Message slotted(Subscription subscription) {
        MessageId publisherId = record.id();
        if (publisherId == null) {
            throw new IllegalStateException("a slot without an id");
        }
        // not zero, whatever the slot
        MessageId id = MessageId.of(1L << Integer.SIZE, MessageId.GEN2_LENGTH).withSlot(publisherId.slot());
        return new Message.Publish(PublishFlags.QOS0_SLOT, id, topicFor(subscription), payloadFor(subscription));
    }

    private Outgoing patternPlain(Subscription subscription) {
        if (patternPlain == null) {
            patternPlain = new HashMap<>();
        }
        return patternPlain.computeIfAbsent(
                subscription.topic().toString(),
                pattern -> new Outgoing(Message.Publish.of(pattern, payloadFor(subscription))));
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
