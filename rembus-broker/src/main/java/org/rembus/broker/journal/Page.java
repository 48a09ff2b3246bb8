package org.rembus.broker.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a read brought, in order. It may be nothing although there is more further on.
 *
 * @param next the sequence to read on from
 * @param atHead whether {@code next} is beyond the last durable entry
 * @param removedThrough see {@link Journal#removedThrough}
 * @param damage what keeps {@code next} from being read, as a sentence; null when nothing does. Reading again would find
 *     the same
 */
public record Page(
        List<Stored> records,
        long next,
        boolean atHead,
        long removedThrough,
        @Nullable String damage) {

    /** A page of which nothing is damaged. */
    public Page(List<Stored> records, long next, boolean atHead, long removedThrough) {
        this(records, next, atHead, removedThrough, null);
    }

    /** A publish with its sequence. */
    public record Stored(long sequence, PublishRecord record) {}
}
