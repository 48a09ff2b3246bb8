package org.rembus.broker.routing;

import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/** A delivery of QoS 1 or 2 that has not been acknowledged. Compared by identity. */
final class InFlight {
    private final Subscription subscription;
    private final long sequence;
    private final PublishRecord record;
    private final MessageId id;
    private final QoS qos;
    private int retries;

    InFlight(Subscription subscription, long sequence, PublishRecord record, MessageId id, QoS qos) {
        this.subscription = subscription;
        this.sequence = sequence;
        this.record = record;
        this.id = id;
        this.qos = qos;
    }

    Subscription subscription() {
        return subscription;
    }

    long sequence() {
        return sequence;
    }

    PublishRecord record() {
        return record;
    }

    MessageId id() {
        return id;
    }

    QoS qos() {
        return qos;
    }

    /** Counts one more transmission; how many there have been after the first. */
    int retried() {
        return ++retries;
    }
}
