package org.rembus.broker.routing;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.rembus.broker.routing.slow.DropReason;

/** What the router counts. Written by its thread only; a reader on another thread sees a recent value. */
public final class Counters {

    /** What is counted. */
    public enum Count {
        /** Messages that components published. */
        PUBLISHED,
        /** Messages handed to subscribers' connections, retransmissions not included. */
        DELIVERED,
        /** Messages sent again because nobody acknowledged them. */
        RETRANSMITTED,
        /** Requests that were forwarded. */
        CALLED,
        /** Commands that were refused because no more may be remembered of components. */
        NOT_REMEMBERED
    }

    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);
    private final Map<DropReason, AtomicLong> drops = new EnumMap<>(DropReason.class);

    Counters() {
        for (Count count : Count.values()) {
            counts.put(count, new AtomicLong());
        }
        for (DropReason why : DropReason.values()) {
            drops.put(why, new AtomicLong());
        }
    }

    void add(Count what, long amount) {
        add(of(what), amount);
    }

    private static void add(AtomicLong count, long amount) {
        count.lazySet(count.getPlain() + amount);
    }

    /** Something was dropped. */
    void drop(DropReason why) {
        drop(why, 1);
    }

    void drop(DropReason why, long amount) {
        add(of(why), amount);
    }

    void increment(Count what) {
        add(what, 1);
    }

    public long get(Count what) {
        return of(what).get();
    }

    /** How much was dropped for that reason. */
    public long get(DropReason why) {
        return of(why).get();
    }

    private AtomicLong of(DropReason why) {
        return Objects.requireNonNull(drops.get(why));
    }

    private AtomicLong of(Count what) {
        return Objects.requireNonNull(counts.get(what));
    }
}
