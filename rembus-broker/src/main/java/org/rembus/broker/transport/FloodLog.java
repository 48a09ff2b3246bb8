package org.rembus.broker.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A log for what peers do wrong: at most so many lines a second, however many peers there are, and then a count of the
 * lines left out. Used by one thread.
 */
public final class FloodLog {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final Logger logger;
    private final int linesPerSecond;
    private final LongSupplier clockNs;
    private long secondStartNs;
    private int lines;
    private long suppressed;

    public FloodLog(Logger logger, int linesPerSecond, LongSupplier clockNs) {
        this.logger = logger;
        this.linesPerSecond = linesPerSecond;
        this.clockNs = clockNs;
        this.secondStartNs = clockNs.getAsLong();
    }

    /** Logs what a peer did. */
    public void info(String peer, String what) {
        long nowNs = clockNs.getAsLong();
        if (nowNs - secondStartNs >= SECOND_NS) {
            begin(nowNs);
        }
        if (lines < linesPerSecond) {
            lines++;
            logger.info("{}: {}", peer, what);
        } else {
            suppressed++;
        }
    }

    private void begin(long nowNs) {
        if (suppressed > 0) {
            logger.info("{} more lines of this kind were left out", suppressed);
        }
        secondStartNs = nowNs;
        lines = 0;
        suppressed = 0;
    }
}
