package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who receives the messages to the topics of one tenant that were published to lately. One bound holds for the caches of all
 * tenants together: when it is reached all of them start anew. That costs each topic in use one search, at most once for as many
 * new topics as fill the bound.
 */
final class ReceiverCache {
    private static final int ENTRY_BYTES = 128;
    private static final int REFERENCE_BYTES = 4;

    private final Bound bound;
    private Map<String, Subscription[]> receivers = new HashMap<>();
    private long bytes;

    ReceiverCache(Bound bound) {
        this.bound = bound;
    }

    Subscription @Nullable [] get(String topic) {
        return receivers.get(topic);
    }

    void put(String topic, Subscription[] found) {
        long more = ENTRY_BYTES + topic.length() + (long) REFERENCE_BYTES * found.length;
        if (bound.take(this, more)) {
            receivers.put(topic, found);
            bytes += more;
        }
    }

    /** Forgets everything, because subscriptions have changed. */
    void clear() {
        if (!receivers.isEmpty()) {
            bound.giveBack(this, bytes);
            drop();
        }
    }

    /** Not by {@link Map#clear}, which costs what the map could hold. */
    private void drop() {
        receivers = new HashMap<>();
        bytes = 0;
    }

    /** What the caches of one router may hold together, about, in bytes. */
    static final class Bound {
        private final long limit;
        private final Set<ReceiverCache> inUse = new LinkedHashSet<>();
        private long used;

        Bound(long limit) {
            this.limit = limit;
        }

        long used() {
            return used;
        }

        private boolean take(ReceiverCache cache, long bytes) {
            if (bytes > limit) {
                return false;
            }
            if (used + bytes > limit) {
                inUse.forEach(ReceiverCache::drop);
                inUse.clear();
                used = 0;
            }
            used += bytes;
            inUse.add(cache);
            return true;
        }

        private void giveBack(ReceiverCache cache, long bytes) {
            used -= bytes;
            inUse.remove(cache);
        }
    }
}
