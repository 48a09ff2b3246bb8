package org.rembus.broker.routing.slow;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one peer did not get because it is slow. An operator is to be told of them at most once in ten seconds,
 * and of the rest when the connection ends.
 */
public final class Shortfall {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final Drops untold = new Drops();
    private long toldNs;
    private boolean wasTold;

    public void add(DropReason why) {
        untold.add(why, 1);
    }

    /** What to tell of now; null for nothing. */
    @Nullable
    public Drops takeDue(long nowNs) {
        if (untold.isEmpty() || wasTold && nowNs - toldNs < PERIOD_NS) {
            return null;
        }
        wasTold = true;
        toldNs = nowNs;
        return takeRest();
    }

    /** All that nobody has been told of; null for nothing. */
    @Nullable
    public Drops takeRest() {
        return untold.isEmpty() ? null : untold.take();
    }
}
