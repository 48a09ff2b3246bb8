package org.rembus.broker.journal;

import java.util.List;

/**
 * What a read brought, in order. It may be nothing although there is more further on.
 *
 * @param next the sequence to read on from
 * @param atHead whether {@code next} is beyond the last durable entry
 * @param removedThrough retention has removed what publishes there were through this sequence; 0 when it has removed none
 */
public record Page(List<Stored> records, long next, boolean atHead, long removedThrough) {

    /** A publish with its sequence. */
    public record Stored(long sequence, PublishRecord record) {}
}
