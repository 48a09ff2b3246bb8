package org.rembus.broker.topics;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the {@link ReceiverCache}s of one router may hold together, about, in bytes. */
public final class CacheBound {
    private final long limit;
    private final Set<ReceiverCache<?>> inUse = new LinkedHashSet<>();
    private long used;

    public CacheBound(long limitBytes) {
        this.limit = limitBytes;
    }

    long used() {
        return used;
    }

    boolean take(ReceiverCache<?> cache, long bytes) {
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

    void giveBack(long bytes) {
        used -= bytes;
    }

    /** There is nothing in it any more. */
    void leave(ReceiverCache<?> cache) {
        inUse.remove(cache);
    }
}
