package org.rembus.broker.routing.options;

import org.rembus.broker.topics.TopicRules;

/**
 * Which messages go into the journal.
 *
 * @param byDefault what holds for topics without a rule
 */
public record StorePolicy(TopicRules<Storing> byTopic, Storing byDefault) {
    /** Every message does. */
    public static final StorePolicy EVERYTHING = new StorePolicy(TopicRules.none(), Storing.ALL);

    /** What goes into the journal of the messages to one topic. */
    public enum Storing {
        /** Every message. */
        ALL,
        /**
         * All of QoS 1 and 2, and of QoS 0 what somebody is to read from there: a subscription of a named component that
         * replays, connected or away, or one that is connected and cannot be handed it at once.
         */
        DURABLE,
        /** Nothing: messages go to who is there, and are gone then. */
        NONE
    }

    /** Whether it depends on subscriptions what is stored. */
    public boolean asksForSubscriptions() {
        return byDefault == Storing.DURABLE || byTopic.all().stream().anyMatch(rule -> rule.value() == Storing.DURABLE);
    }
}
