package org.rembus.broker.routing.slow;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How many messages were dropped, by reason. Takes next to no room until there is one. */
public final class Drops {
    private long @Nullable [] counts;

    public void add(DropReason why, long amount) {
        long[] sums = counts;
        if (sums == null) {
            sums = new long[DropReason.values().length];
            counts = sums;
        }
        sums[why.ordinal()] += amount;
    }

    public long get(DropReason why) {
        return counts == null ? 0 : counts[why.ordinal()];
    }

    public long total() {
        long total = 0;
        if (counts != null) {
            for (long count : counts) {
                total += count;
            }
        }
        return total;
    }

    boolean isEmpty() {
        return counts == null;
    }

    /** The counts so far; this one begins anew. */
    Drops take() {
        Drops taken = new Drops();
        taken.counts = counts;
        counts = null;
        return taken;
    }

    /** Fit for a log: what is not zero. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        for (DropReason why : DropReason.values()) {
            if (get(why) > 0) {
                text.add(why.text() + " " + get(why));
            }
        }
        return text.toString();
    }
}
