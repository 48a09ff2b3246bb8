package org.rembus.broker.routing;

import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** A delivery of QoS 1 or 2 that has not been acknowledged. Compared by identity. */
final class InFlight {
    private final Subscription subscription;
    private final long sequence;
    private final PublishRecord record;
    private final PublishFlags flags;
    private final MessageId id;
    private int retries;

    InFlight(Subscription subscription, long sequence, PublishRecord record, PublishFlags flags, MessageId id) {
        this.subscription = subscription;
        this.sequence = sequence;
        this.record = record;
        this.flags = flags;
        this.id = id;
    }

    Subscription subscription() {
        return subscription;
    }

    long sequence() {
        return sequence;
    }

    /** Whether its message is in the journal; else the sequence is an {@link Ids#nextLive}. */
    boolean isStored() {
        return Ids.isSequence(sequence);
    }

    PublishRecord record() {
        return record;
    }

    /** Those that it is sent with. */
    PublishFlags flags() {
        return flags;
    }

    MessageId id() {
        return id;
    }

    QoS qos() {
        return flags.qos();
    }

    /** Counts one more transmission; how many there have been after the first. */
    int retried() {
        return ++retries;
    }
}
