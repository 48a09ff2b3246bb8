package org.rembus.broker.journal.log;

import java.util.List;
import java.util.function.LongSupplier;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.topics.TopicRules;

/**
 * Tells which messages are no longer to be kept, where topics are kept differently, and which segments hold none but those.
 * A segment is removed as a whole, and no other than the oldest; until then replay does not reach what is in it and has
 * expired. Of a class that is bounded in bytes, the newest messages are kept that come to so many, counted by whole segments.
 *
 * <p>What an older segment holds is known once it has been read, when that matters. The router's thread only.
 */
final class Expiry {
    private final LogOptions.Retention retention;
    private final KeptClasses classes;
    private final TopicRules.Lookup<Integer> lookup;
    private final Segments segments;
    private final SegmentUses uses;
    private final LongSupplier epochNs;
    private final long[] expiredThrough;

    Expiry(
            LogOptions.Retention retention,
            KeptClasses classes,
            Segments segments,
            SegmentUses uses,
            LongSupplier epochNs) {
        this.retention = retention;
        this.classes = classes;
        this.lookup = classes.lookup();
        this.segments = segments;
        this.uses = uses;
        this.epochNs = epochNs;
        this.expiredThrough = new long[classes.count()];
    }

    /** Whether replay does not reach this message any more. */
    boolean isExpired(long sequence, PublishRecord publish) {
        if (classes.isSingle()) {
            return false;
        }
        int number = lookup.of(publish.topic());
        return sequence <= expiredThrough[number]
                || publish.receivedNs() < epochNs.getAsLong() - classes.maxAgeNs(number);
    }

    /** The segments that are no longer to be kept, oldest first. */
    List<Segment> outlived() {
        long nowNs = epochNs.getAsLong();
        if (classes.isSingle()) {
            return segments.outlived(
                    retention.maxBytes(),
                    segment -> segment.requireEnd().atNs()
                            < nowNs - retention.maxAge().toNanos());
        }
        if (classes.countBytes()) {
            countBytes();
        }
        return segments.outlived(retention.maxBytes(), segment -> isOutlived(segment, nowNs));
    }

    /** From the newest on: who has enough in the later segments expires in the earlier ones. */
    private void countBytes() {
        long[] bytes = new long[classes.count()];
        List<Segment> newestFirst = segments.all().reversed();
        for (Segment segment : newestFirst) {
            SegmentUse use = uses.of(segment);
            if (use == null) {
                return;
            }
            for (int number = 0; number < bytes.length; number++) {
                bytes[number] += use.bytes(number);
                if (bytes[number] >= classes.maxBytes(number)) {
                    expiredThrough[number] = Math.max(expiredThrough[number], segment.firstSequence() - 1);
                }
            }
        }
    }

    private boolean isOutlived(Segment sealed, long nowNs) {
        Segment.End end = sealed.requireEnd();
        if (end.atNs() < nowNs - classes.longestAgeNs()) {
            return true;
        }
        if (end.atNs() >= nowNs - classes.shortestAgeNs() && !classes.countBytes()) {
            return false;
        }
        SegmentUse use = uses.of(sealed);
        return use != null && isOutlived(end, use, nowNs);
    }

    private boolean isOutlived(Segment.End end, SegmentUse use, long nowNs) {
        for (int number = 0; number < classes.count(); number++) {
            boolean gone = use.bytes(number) == 0
                    || end.lastSequence() <= expiredThrough[number]
                    || use.newestNs(number) < nowNs - classes.maxAgeNs(number);
            if (!gone) {
                return false;
            }
        }
        return true;
    }
}
