package org.rembus.broker.transport;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.protocol.framing.ByteBudget;

/**
 * The bytes that the buffers of all connections may hold together. May be used by any thread.
 *
 * <p>A quarter is kept back from what may be dropped or comes again, so that slow subscribers cannot take the memory that
 * answers, acknowledgements and incoming messages need.
 */
public final class BufferBudget implements ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes in all */
    public BufferBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a budget of " + limit + " bytes");
        }
        this.limit = limit;
    }

    /** Half of the memory outside the heap that this process may use. */
    public static BufferBudget halfOfDirectMemory() {
        return new BufferBudget(PlatformDependent.maxDirectMemory() / 2);
    }

    @Override
    public boolean take(int bytes) {
        return takeBelow(bytes, limit);
    }

    /** Takes all of these bytes, or none, leaving the last quarter of the budget to others. */
    public boolean takeSpare(int bytes) {
        return takeBelow(bytes, limit - limit / 4);
    }

    /** Takes these bytes even when there are too few: for what has been received and cannot be given back. */
    public void takeAnyway(int bytes) {
        used.addAndGet(bytes);
    }

    @Override
    public void giveBack(int bytes) {
        long left = used.addAndGet(-bytes);
        assert left >= 0 : "more was given back than taken";
    }

    /** Whether half of the budget is free: time to go on after a refusal. */
    public boolean hasRecovered() {
        return used.get() <= limit / 2;
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }

    /** Bytes in all. */
    public long limit() {
        return limit;
    }

    private boolean takeBelow(int bytes, long bound) {
        long now = used.get();
        while (now + bytes <= bound) {
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = used.get();
        }
        return false;
    }
}
