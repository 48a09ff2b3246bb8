package org.rembus.client.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.rembus.protocol.MessageId;

/**
 * The ids of our messages: eight random bytes, never zero (PROTOCOL.md section 4). An id with a slot has only four bytes
 * left, too few to be random; there a counter tells apart what is in flight at one time. May be called by any thread.
 */
public final class MessageIds {
    private final LongSupplier random;
    private final AtomicInteger counter;

    /** @param random uniformly distributed, callable by any thread */
    public MessageIds(LongSupplier random) {
        this.random = random;
        this.counter = new AtomicInteger((int) random.getAsLong());
    }

    public MessageId next() {
        long bits;
        do {
            bits = random.getAsLong();
        } while (bits == 0);
        return MessageId.of(bits, MessageId.GEN2_LENGTH);
    }

    /** @param slot 0 to 2^32-1 */
    public MessageId nextWithSlot(long slot) {
        int count;
        do {
            count = counter.incrementAndGet();
        } while (count == 0);
        return MessageId.of((long) count << Integer.SIZE | slot, MessageId.GEN2_LENGTH);
    }
}
