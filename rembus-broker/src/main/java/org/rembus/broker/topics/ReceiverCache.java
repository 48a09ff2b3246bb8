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
        forget(topic);
        long more = bytesOf(topic, found);
        if (bound.take(this, more)) {
            receivers.put(topic, found);
            bytes += more;
        }
    }

    private static <S> long bytesOf(String topic, S[] found) {
        return ENTRY_BYTES + topic.length() + (long) REFERENCE_BYTES * found.length;
    }

    /** Forgets one topic, because a subscription to it has changed. */
    void forget(String topic) {
        S[] known = receivers.remove(topic);
        if (known != null) {
            long less = bytesOf(topic, known);
            bytes -= less;
            bound.giveBack(less);
        }
    }

    /** Forgets everything, because a pattern has changed. */
    void clear() {
        if (!receivers.isEmpty()) {
            bound.giveBack(bytes);
            drop();
        }
        bound.leave(this);
    }

    /** Not by {@link Map#clear}, which costs what the map could hold. */
    void drop() {
        receivers = new HashMap<>();
        bytes = 0;
    }
}
