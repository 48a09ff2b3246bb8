package org.rembus.broker.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that goes when it is told to. May be used by any thread. */
public final class ManualClock implements LongSupplier {
    private final AtomicLong nowNs = new AtomicLong();

    @Override
    public long getAsLong() {
        return nowNs.get();
    }

    public void advance(Duration by) {
        nowNs.addAndGet(by.toNanos());
    }
}
