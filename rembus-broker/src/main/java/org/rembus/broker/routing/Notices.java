package org.rembus.broker.routing;

import org.rembus.broker.routing.slow.Drops;

/**
 * What an operator should know of the router's doings. An implementation logs, and must not block.
 *
 * <p>Each method names the peer and the reason; whoever implements it keeps a flood of them off the log.
 */
public interface Notices {

    /** A peer was refused and closed, with the reason. */
    void refused(String peer, String reason);

    /** A connection was closed without a fault of its peer's, with the reason. */
    void closed(String peer, String reason);

    /** A publish was dropped, and its publisher perhaps cannot be told. */
    void dropped(String peer, String reason);

    /** A twin's delivery was given up for this connection: it did not acknowledge. */
    void unacknowledged(String rid, String peer, int deliveries);

    /** A peer reads too slowly: these messages to it were dropped since this was said last. */
    void tooSlow(String peer, Drops dropped);

    /** Retention removed messages that a subscription had not had. */
    void overtaken(String rid, String topic, long lost);

    /** A command could not be passed on to a node: it does not know what is subscribed to or exposed here. */
    void notPassedOn(String node, String topic);

    /** What a subscription is to get next was stored and cannot be read, for that reason: it gets nothing more. */
    void unreadable(String rid, String topic, String reason);

    /** The journal lost entries: they were not acknowledged. */
    void notStored(int entries);

    /** The journal cannot store anything, for that reason, until it says that it can. */
    void journalFailed(String reason);

    /** The journal can store again. */
    void journalRecovered();

    /** Something that the journal has stored cannot be read. */
    void journalDamaged(String what);

    /** What the journal has stored and could not read, it can again. */
    void journalMended(String what);
}
