package org.rembus.broker.routing.slow;

import org.rembus.broker.topics.TopicRules;

/**
 * What holds for slow subscribers.
 *
 * @param byDefault what holds for topics without a rule
 * @param maxHeldBytes how much may wait for one subscriber outside of its output
 */
public record SlowPolicies(TopicRules<SlowPolicy> byTopic, SlowPolicy byDefault, long maxHeldBytes) {
    /** Nothing waits. */
    public static final SlowPolicies DROP_NEWEST =
            new SlowPolicies(TopicRules.none(), SlowPolicy.DROP_NEWEST, 16L * 1024 * 1024);
}
