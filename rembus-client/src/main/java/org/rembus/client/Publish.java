package org.rembus.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rembus.client.values.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;
import org.rembus.protocol.cbor.MessageEncoder;

/**
 * What to publish, and how: {@code Publish.to("alarm").qos(QoS.AT_LEAST_ONCE).slot(7).with("fire", 3)}. Immutable.
 */
public final class Publish {
    private static final long MAX_SLOT = 0xFFFF_FFFFL;

    private final Topic topic;
    private final QoS qos;
    private final OptionalLong slot;
    private final Confirmation confirmation;
    private final Payload data;

    /** Shared with those that are made of this by {@link #with}; made on first use, by any thread. */
    private byte @Nullable [] plainHead;

    private Publish(Topic topic, QoS qos, OptionalLong slot, Confirmation confirmation, Payload data) {
        this.topic = topic;
        this.qos = qos;
        this.slot = slot;
        this.confirmation = confirmation;
        this.data = data;
    }

    /** When a publish of QoS 1 or 2 has succeeded. */
    public enum Confirmation {
        /**
         * When the broker has acknowledged it. When it fails instead, because no connection came in time for example, it is
         * taken out of the outbox and not sent any more; what was sent by then may have arrived.
         */
        BROKER,
        /**
         * When the outbox has it: on disk, if it is in a file. It goes out now or on a connection to come, however long that
         * takes. That the broker refuses it, or that it is lost with an outbox in memory, is told to
         * {@link ComponentListener#onUndelivered}.
         */
        OUTBOX
    }

    /**
     * A message without arguments, at most once, without a slot.
     *
     * @throws IllegalArgumentException if this is no topic, or a pattern
     */
    public static Publish to(String topic) {
        return new Publish(
                Topics.exact(topic), QoS.AT_MOST_ONCE, OptionalLong.empty(), Confirmation.BROKER, Payload.NO_ARGUMENTS);
    }

    /** With this level of quality (PROTOCOL.md section 9). */
    public Publish qos(QoS other) {
        return new Publish(topic, other, slot, confirmation, data);
    }

    /**
     * With this application time slot.
     *
     * @param other 0 to 2^32-1
     */
    public Publish slot(long other) {
        if (other < 0 || other > MAX_SLOT) {
            throw new IllegalArgumentException("slot " + other + " is not between 0 and " + MAX_SLOT);
        }
        return new Publish(topic, qos, OptionalLong.of(other), confirmation, data);
    }

    /** Succeeding when this has it: {@link Confirmation#BROKER} unless it is said. Not for QoS 0, which nobody confirms. */
    public Publish confirmedBy(Confirmation other) {
        return new Publish(topic, qos, slot, other, data);
    }

    /**
     * With these arguments. They are encoded at once: changing them later has no effect.
     *
     * @throws IllegalArgumentException if an argument has no form on the wire
     */
    public Publish with(@Nullable Object @Nullable ... arguments) {
        Publish other = new Publish(topic, qos, slot, confirmation, Outgoing.arguments(Topics.spread(arguments)));
        if (isPlain()) {
            other.plainHead = plainHead();
        }
        return other;
    }

    /** The topic. */
    public String topic() {
        return topic.toString();
    }

    /** The level of quality. */
    public QoS qos() {
        return qos;
    }

    /** The slot, if there is one. */
    public OptionalLong slot() {
        return slot;
    }

    /** Whose having it is success, at QoS 1 and 2. */
    public Confirmation confirmation() {
        return confirmation;
    }

    Payload data() {
        return data;
    }

    /** Whether it needs no id: nothing distinguishes it from others of its topic but its data. */
    boolean isPlain() {
        return qos == QoS.AT_MOST_ONCE && slot.isEmpty();
    }

    /** What comes before the data of a plain one on the wire; not to be changed. */
    byte[] plainHead() {
        byte[] head = plainHead;
        if (head == null) {
            head = MessageEncoder.encodeHead(new Message.Publish(PublishFlags.QOS0, null, topic(), data));
            plainHead = head;
        }
        return head;
    }
}
