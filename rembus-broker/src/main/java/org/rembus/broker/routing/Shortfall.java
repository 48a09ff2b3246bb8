package org.rembus.broker.routing;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.broker.routing.slow.Drops;

/**
 * The messages that one peer did not get because it is slow. An operator is to be told of them at most once in ten seconds,
 * and of the rest when the connection ends.
 */
final class Shortfall {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final Drops untold = new Drops();
    private long toldNs;
    private boolean wasTold;

    void add(DropReason why) {
        untold.add(why, 1);
    }

    /** What to tell of now; null for nothing. */
    @Nullable
    Drops takeDue(long nowNs) {
        if (untold.isEmpty() || wasTold && nowNs - toldNs < PERIOD_NS) {
            return null;
        }
        wasTold = true;
        toldNs = nowNs;
        return takeRest();
    }

    /** All that nobody has been told of; null for nothing. */
    @Nullable
    Drops takeRest() {
        return untold.isEmpty() ? null : untold.take();
    }
}
