package org.rembus.broker.routing;

import java.util.concurrent.TimeUnit;

/**
 * The QoS 0 messages that one peer did not get because its output was full. An operator is to be told of them at most once
 * in ten seconds, and of the rest when the connection ends.
 */
final class Shortfall {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private long untold;
    private long toldNs;
    private boolean wasTold;

    void add() {
        untold++;
    }

    /** There is room again: how many to tell of now, 0 for none. */
    long takeDue(long nowNs) {
        if (untold == 0 || wasTold && nowNs - toldNs < PERIOD_NS) {
            return 0;
        }
        wasTold = true;
        toldNs = nowNs;
        return takeRest();
    }

    /** All that nobody has been told of. */
    long takeRest() {
        long count = untold;
        untold = 0;
        return count;
    }
}
