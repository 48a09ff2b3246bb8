package org.rembus.broker.journal;

import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/**
 * A change of what is remembered of a named component's twin (PROTOCOL.md sections 7 and 9). Applied in the journal's
 * order they give its {@link TwinState}.
 */
public sealed interface TwinChange extends JournalEntry {

    /** The twin's name. */
    String rid();

    /** About what one weighs, its topic aside. */
    int WEIGHT = 128;

    @Override
    default int weight() {
        return WEIGHT;
    }

    /** The component has come; its name is known from now on. */
    record Arrived(String rid) implements TwinChange {}

    /**
     * Delivery to the twin has started, from this change's own sequence on. A subscription that wants no more than what
     * is live is done with what came between the last {@link Deactivated} and this.
     */
    record Activated(String rid) implements TwinChange {}

    /**
     * Delivery to the twin has stopped: it went away or is no longer reactive. When it had stopped before, the earlier
     * sequence counts.
     *
     * @param through where it stopped; {@link #HERE} for this change's own sequence
     */
    record Deactivated(String rid, long through, Stop stop) implements TwinChange {
        /** At the change's own sequence. */
        public static final long HERE = Long.MAX_VALUE;

        /** The component has asked for it now. */
        public Deactivated(String rid) {
            this(rid, HERE, Stop.ASKED);
        }
    }

    /** Why delivery stopped. */
    enum Stop {
        /** The component wanted no more, or had never wanted any when it went. */
        ASKED,
        /** Its connection ended. */
        CUT_OFF
    }

    /**
     * A subscription is new, or has new terms.
     *
     * @param number tells the twin's subscriptions apart, for good: it is part of the ids of deliveries. One that exists
     *     keeps the number that it has
     * @param everyTopic whether this is the older peers' subscription to all topics
     * @param ceiling the highest level at which the peer can be served
     * @param start where a new subscription begins
     */
    record Subscribed(String rid, int number, String topic, boolean everyTopic, Since since, QoS ceiling, Start start)
            implements TwinChange {
        @Override
        public int weight() {
            return WEIGHT + topic.length();
        }
    }

    /** Where a new subscription's position is. */
    enum Start {
        /** Before everything that is retained. */
        OLDEST,
        /** At the change that made it. */
        HERE
    }

    record Unsubscribed(String rid, String topic) implements TwinChange {}

    record Exposed(String rid, String topic) implements TwinChange {}

    record Unexposed(String rid, String topic) implements TwinChange {}

    /** That subscription is done with everything from {@code first} to {@code last}. */
    record Acknowledged(String rid, int subscription, long first, long last) implements TwinChange {}

    /** That subscription is done with everything through {@code position}. */
    record Advanced(String rid, int subscription, long position) implements TwinChange {}

    /** The publisher has sent the ACK2 of its QoS 2 message. */
    record Released(String rid, MessageId id) implements TwinChange {}

    /** The peer acknowledges publishes: it has done so once. */
    record Acknowledges(String rid) implements TwinChange {}
}
