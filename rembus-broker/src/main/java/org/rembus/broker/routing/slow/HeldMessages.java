package org.rembus.broker.routing.slow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.PublishRecord;

/**
 * The messages that wait for one slow subscriber outside of its connection's output, oldest first. Bounded in bytes of its
 * own, and by the memory of all. Of those that are kept last there is one for each subscription and topic, which keeps its
 * place in the row when a newer one replaces it: so a topic that changes often does not wait for ever.
 *
 * @param <S> the subscriptions
 */
public final class HeldMessages<S> {
    private final long maxBytes;
    private final Memory memory;
    private final Dropped<S> dropped;
    private final LinkedHashMap<Object, Held<S>> waiting = new LinkedHashMap<>();
    private final Map<S, Integer> counts = new HashMap<>();
    private long bytes;

    /** One message that waits, as a policy that holds wants it. Compared by identity. */
    public static final class Held<S> {
        private final S subscription;
        private final long number;
        private final PublishRecord message;
        private final SlowPolicy policy;

        /** @param number what it is handed over as */
        public Held(S subscription, long number, PublishRecord message, SlowPolicy policy) {
            this.subscription = subscription;
            this.number = number;
            this.message = message;
            this.policy = policy;
        }

        public S subscription() {
            return subscription;
        }

        public long number() {
            return number;
        }

        public PublishRecord message() {
            return message;
        }

        public SlowPolicy policy() {
            return policy;
        }

        private Object key() {
            return policy == SlowPolicy.KEEP_LAST ? new LastOf<>(subscription, message.topic()) : this;
        }
    }

    private record LastOf<S>(S subscription, String topic) {}

    /** Where the room for what waits comes from. */
    public interface Memory {
        /** Takes all of these bytes, or none. */
        boolean reserve(int bytes);

        void giveBack(int bytes);
    }

    /** Hears of each message that does not wait any more although it was not handed over. */
    @FunctionalInterface
    public interface Dropped<S> {
        void accept(S subscription, DropReason why);
    }

    /** @param maxBytes of messages that wait at a time */
    public HeldMessages(long maxBytes, Memory memory, Dropped<S> dropped) {
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.dropped = dropped;
    }

    /** Lets a message wait; the oldest are dropped when there is no room, and it itself when that is not enough. */
    public void hold(Held<S> message) {
        Object key = message.key();
        if (!makeRoom(key, message)) {
            return;
        }
        counts.merge(message.subscription, 1, Integer::sum);
        Held<S> before = waiting.put(key, message);
        if (before != null) {
            free(before);
            dropped.accept(before.subscription, DropReason.REPLACED);
        }
    }

    /** Takes memory for a message, beside what it replaces for a moment. */
    private boolean makeRoom(Object key, Held<S> message) {
        int weight = message.message.weight();
        while (true) {
            Held<S> before = waiting.get(key);
            long after = bytes + weight - (before == null ? 0 : before.message.weight());
            boolean fits = after <= maxBytes;
            if (fits && memory.reserve(weight)) {
                bytes += weight;
                return true;
            }
            Held<S> oldest = removeOldest();
            Held<S> victim = oldest == null ? message : oldest;
            dropped.accept(victim.subscription, fits ? DropReason.OVER_BUDGET : DropReason.DISPLACED);
            if (oldest == null) {
                return false;
            }
        }
    }

    private void free(Held<S> message) {
        int weight = message.message.weight();
        bytes -= weight;
        counts.computeIfPresent(message.subscription, (key, count) -> count == 1 ? null : count - 1);
        memory.giveBack(weight);
    }

    /** The one that has waited for longest; null when there is none. */
    public @Nullable Held<S> oldest() {
        Map.Entry<Object, Held<S>> first = waiting.firstEntry();
        return first == null ? null : first.getValue();
    }

    /** Takes out the one that has waited for longest. */
    public @Nullable Held<S> removeOldest() {
        Map.Entry<Object, Held<S>> first = waiting.pollFirstEntry();
        if (first == null) {
            return null;
        }
        free(first.getValue());
        return first.getValue();
    }

    /** Drops everything, because nobody waits for it any more. */
    public void clear() {
        for (Held<S> oldest = removeOldest(); oldest != null; oldest = removeOldest()) {
            dropped.accept(oldest.subscription, DropReason.GONE);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether some wait for this subscription. */
    public boolean isHolding(S subscription) {
        return counts.containsKey(subscription);
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** How much waits. */
    public long bytes() {
        return bytes;
    }
}
