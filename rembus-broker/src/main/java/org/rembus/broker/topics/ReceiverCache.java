package org.rembus.broker.topics;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who receives the messages to the topics of one tenant that were published to lately. One bound holds for the caches of all
 * tenants together: when it is reached all of them start anew. That costs each topic in use one search, at most once for as many
 * new topics as fill the bound.
 */
final class ReceiverCache<S> {
    private static final int ENTRY_BYTES = 128;
    private static final int REFERENCE_BYTES = 4;

    private final CacheBound bound;
    private Map<String, S[]> receivers = new HashMap<>();
    private long bytes;

    ReceiverCache(CacheBound bound) {
        this.bound = bound;
    }

    S @Nullable [] get(String topic) {
        return receivers.get(topic);
    }

    void put(String topic, S[] found) {
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
    void drop() {
        receivers = new HashMap<>();
        bytes = 0;
    }
}
