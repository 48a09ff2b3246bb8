package org.rembus.broker.routing;

import org.rembus.protocol.MessageId;
import org.rembus.protocol.json.JsonId;

/**
 * The ids that the broker originates (PROTOCOL.md section 4): never zero, of the length that the peer uses.
 *
 * <p>Ids of requests come from a counter. Ids of deliveries are a keyed mix of the journal's epoch, the message's
 * sequence and the subscription's number, so that a delivery has the same id after a reconnection and after a restart.
 * The mixes are bijections: two sequences of one subscription never share an id of eight bytes, and with a slot, which
 * takes four of them, not within four thousand million messages.
 * Towards a JSON peer ids are cut to 53 bits: two of some hundred in flight are then the same once in 10^11 times.
 */
final class Ids {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final int GOLDEN_32 = 0x9E37_79B9;

    private final long epoch;
    private long requests;
    private long live;

    /**
     * @param epoch the journal's
     * @param firstRequest where the counter starts, random
     */
    Ids(long epoch, long firstRequest) {
        this.epoch = epoch;
        this.requests = firstRequest;
        this.live = Long.MIN_VALUE | (mix(firstRequest ^ GOLDEN) >>> 2);
    }

    /** An id that no other request has. */
    MessageId forRequest(int length) {
        requests++;
        return id(mix(requests ^ epoch), length);
    }

    /**
     * The number of a message that is not stored, in the place of a sequence: below all of these, and another one than an
     * earlier router of the same journal gave, most likely.
     */
    long nextLive() {
        return ++live;
    }

    /** Whether this is a sequence of the journal's, not a {@link #nextLive}. */
    static boolean isSequence(long number) {
        return number > 0;
    }

    /** The id of a message towards a subscription. */
    MessageId forDelivery(long sequence, int subscription, int length) {
        return id(mix(sequence ^ key(subscription)), length);
    }

    /** The same, with a slot in its low 32 bits. */
    MessageId forSlottedDelivery(long sequence, int subscription, long slot) {
        int high = mix32((int) sequence ^ (int) (key(subscription) >>> Integer.SIZE));
        long low = (long) (high == 0 ? 1 : high) << Integer.SIZE;
        return MessageId.of(low, MessageId.GEN2_LENGTH).withSlot(slot);
    }

    private long key(int subscription) {
        return mix(epoch + subscription * GOLDEN);
    }

    private static MessageId id(long mixed, int length) {
        long low = length == JsonId.LENGTH ? mixed & (JsonId.MAX_OWN - 1) : mixed;
        return MessageId.of(low == 0 ? 1 : low, length);
    }

    /** A bijection of 64 bits: the finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    /** A bijection of 32 bits: the finalizer of MurmurHash3. */
    private static int mix32(int value) {
        int h = value + GOLDEN_32;
        h = (h ^ (h >>> 16)) * 0x85EB_CA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2_AE35;
        return h ^ (h >>> 16);
    }
}
