package org.rembus.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements LongSupplier {
    private long nowNs = 1_000_000_000_000L;

    @Override
    public long getAsLong() {
        return nowNs;
    }

    public void advance(Duration time) {
        nowNs += time.toNanos();
    }
}
