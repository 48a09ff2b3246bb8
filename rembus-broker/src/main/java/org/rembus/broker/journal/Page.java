package org.rembus.broker.journal;

import java.util.List;

/**
 * What a read brought, in order.
 *
 * @param next the sequence to read on from
 * @param atHead whether {@code next} is beyond the last durable entry
 * @param lost how many entries from the request's {@code from} on retention has removed, of any topic
 */
public record Page(List<Stored> records, long next, boolean atHead, long lost) {

    /** A publish with its sequence. */
    public record Stored(long sequence, PublishRecord record) {}
}
