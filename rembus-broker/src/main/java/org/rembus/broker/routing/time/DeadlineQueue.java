package org.rembus.broker.routing.time;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Things that are due a fixed time after they were added, in that order. All operations take constant time.
 *
 * @param <T> compared by {@code equals}
 */
public final class DeadlineQueue<T> {
    private final LinkedHashMap<T, Long> dueNs = new LinkedHashMap<>();
    private final long delayNs;

    public DeadlineQueue(long delayNs) {
        this.delayNs = delayNs;
    }

    /** Adds a thing, or puts one that is there already back to the end. */
    public void add(T thing, long nowNs) {
        dueNs.putLast(thing, nowNs + delayNs);
    }

    public boolean contains(T thing) {
        return dueNs.containsKey(thing);
    }

    public void remove(T thing) {
        dueNs.remove(thing);
    }

    /** Takes out the next thing that is due; null when none is. */
    @Nullable
    public T pollDue(long nowNs) {
        Iterator<Map.Entry<T, Long>> entries = dueNs.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        Map.Entry<T, Long> oldest = entries.next();
        if (oldest.getValue() - nowNs > 0) {
            return null;
        }
        T thing = oldest.getKey();
        entries.remove();
        return thing;
    }

    /** Takes out the oldest thing, due or not; null when there is none. */
    @Nullable
    public T poll() {
        Map.Entry<T, Long> oldest = dueNs.pollFirstEntry();
        return oldest == null ? null : oldest.getKey();
    }

    public int size() {
        return dueNs.size();
    }
}
