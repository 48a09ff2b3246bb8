package org.rembus.broker.routing.slow;

/** What happens to a message that is in no journal for a subscriber which has no room for it. */
public enum SlowPolicy {
    /** It is dropped. */
    DROP_NEWEST,
    /** It waits. What has waited for longest is dropped when there is no room to wait in. */
    DROP_OLDEST,
    /** It waits, in the place of the one before it to the same topic. */
    KEEP_LAST,
    /** The subscriber's connection is closed. */
    DISCONNECT;

    /** Whether messages wait outside of the connection's output, where they can still be dropped or replaced. */
    public boolean holds() {
        return this == DROP_OLDEST || this == KEEP_LAST;
    }
}
