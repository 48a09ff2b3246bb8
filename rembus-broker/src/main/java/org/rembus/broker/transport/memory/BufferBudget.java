package org.rembus.broker.transport.memory;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.protocol.framing.ByteBudget;

/**
 * The bytes that the buffers of all connections may hold together. May be used by any thread.
 *
 * <p>A quarter is kept back from what may be dropped or comes again, so that slow subscribers cannot take the memory that
 * answers, acknowledgements and incoming messages need. Who has something waiting already gets none of the last three eighths,
 * and who has much waiting none of the last half, so that they cannot take what the quick ones need either. What comes in gets half at most, so that unfinished messages cannot take
 * the memory that everything else needs.
 */
public final class BufferBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Inputs inputs = new Inputs();

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

    /** Takes all of these bytes, or none. */
    public boolean take(int bytes) {
        return takeBelow(used, bytes, limit);
    }

    /** Takes all of these bytes, or none, leaving the last quarter of the budget to others. */
    boolean takeSpare(int bytes) {
        return takeBelow(used, bytes, limit - limit / 4);
    }

    /** Takes all of these bytes, or none, leaving the last three eighths of the budget to others. */
    boolean takeAmple(int bytes) {
        return takeBelow(used, bytes, limit / 8 * 5);
    }

    /** Takes all of these bytes, or none, leaving the last half of the budget to others. */
    public boolean takeLavish(int bytes) {
        return takeBelow(used, bytes, limit / 2);
    }

    /** Takes these bytes even when there are too few: for what has been received and cannot be given back. */
    public void takeAnyway(int bytes) {
        used.addAndGet(bytes);
    }

    /** Gives back what was taken. */
    public void giveBack(int bytes) {
        giveBack(used, bytes);
    }

    /** The part of this budget that is for what comes in. */
    public Inputs inputs() {
        return inputs;
    }

    /** Whether {@link #takeSpare} would give so many bytes. */
    public boolean hasSpare(int bytes) {
        return used.get() + bytes <= limit - limit / 4;
    }

    /** Whether {@link #takeAmple} would give a good deal. */
    public boolean hasAmple() {
        return used.get() <= limit / 2;
    }

    /** Whether {@link #takeLavish} would give a good deal. */
    public boolean hasPlenty() {
        return used.get() <= limit / 8 * 3;
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }

    /** Bytes in all. */
    public long limit() {
        return limit;
    }

    private static boolean takeBelow(AtomicLong used, int bytes, long bound) {
        long now = used.get();
        while (now + bytes <= bound) {
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = used.get();
        }
        return false;
    }

    private static void giveBack(AtomicLong used, int bytes) {
        long left = used.addAndGet(-bytes);
        assert left >= 0 : "more was given back than taken";
    }

    /** What comes in: taken from the whole budget, and at most half of it. */
    public final class Inputs implements ByteBudget {
        private final AtomicLong usedByInputs = new AtomicLong();

        private Inputs() {}

        @Override
        public boolean take(int bytes) {
            if (!takeBelow(usedByInputs, bytes, limit())) {
                return false;
            }
            boolean taken = BufferBudget.this.take(bytes);
            if (!taken) {
                BufferBudget.giveBack(usedByInputs, bytes);
            }
            return taken;
        }

        /** Takes these bytes even when there are too few: for what has been received and cannot be given back. */
        public void takeAnyway(int bytes) {
            usedByInputs.addAndGet(bytes);
            BufferBudget.this.takeAnyway(bytes);
        }

        @Override
        public void giveBack(int bytes) {
            BufferBudget.giveBack(usedByInputs, bytes);
            BufferBudget.this.giveBack(bytes);
        }

        /** Bytes that inputs may hold together. */
        public long limit() {
            return limit / 2;
        }
    }
}
