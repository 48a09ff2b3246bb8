package org.rembus.client;

/**
 * Which of several brokers a component publishes to and calls at. Only brokers count that it is connected to; when there is none, the
 * first does that comes up in time. Subscriptions and services are those of all brokers, whatever the policy.
 */
public enum PoolPolicy {
    /** The first in the order of the addresses. */
    FIRST_UP,
    /** One after the other. */
    ROUND_ROBIN,
    /** The one with the fewest calls and unacknowledged publishes of this component. */
    LESS_BUSY,
    /** A publish goes to all of them, and is done when all have it; a call goes to the first. */
    ALL
}
