package org.rembus.broker.routing;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

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
        /** Publishes dropped because their topic cannot be published to. */
        DROPPED_ILLEGAL_TOPIC,
        /** Deliveries dropped because the subscriber had no room. */
        DROPPED_SLOW_SUBSCRIBER,
        /** Answers dropped because the request had been given up, or nobody had asked. */
        DROPPED_LATE_ANSWER,
        /** Entries that retention removed, or that expired, before a subscriber had them. */
        DROPPED_OVERTAKEN,
        /** Publishes that the journal could not store. */
        DROPPED_NOT_STORED
    }

    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);

    Counters() {
        for (Count count : Count.values()) {
            counts.put(count, new AtomicLong());
        }
    }

    void add(Count what, long amount) {
        AtomicLong count = of(what);
        count.lazySet(count.getPlain() + amount);
    }

    void increment(Count what) {
        add(what, 1);
    }

    public long get(Count what) {
        return of(what).get();
    }

    private AtomicLong of(Count what) {
        return Objects.requireNonNull(counts.get(what));
    }
}
