package org.rembus.broker.routing.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics with the most messages, found with a fixed number of counters however many topics there are (the Space-Saving
 * sketch of Metwally, Agrawal and El Abbadi). A topic that finds all counters taken gets that of the least, with its count
 * as the error. So a topic with more than one message in {@code capacity} is never missed, and no count is too low.
 */
public final class HotTopics {
    private final Counter[] heap;
    private final Map<String, Counter> byTopic;
    private int size;

    /** One topic's, in a heap with the least at its top. */
    private static final class Counter {
        private final String topic;
        private final long error;
        private long messages;
        private long bytes;
        private int place;

        Counter(String topic, long error, int place) {
            this.topic = topic;
            this.error = error;
            this.messages = error;
            this.place = place;
        }
    }

    /**
     * A topic and what is known of it.
     *
     * @param messages at most so many
     * @param error at least so many less
     * @param bytes of data, at least
     */
    public record Hot(String topic, long messages, long error, long bytes) {}

    /** @param capacity how many topics are told apart */
    public HotTopics(int capacity) {
        this.heap = new Counter[capacity];
        this.byTopic = HashMap.newHashMap(capacity);
    }

    /** One more message. */
    public void add(String topic, int bytes) {
        Counter counter = byTopic.get(topic);
        if (counter == null) {
            counter = start(topic);
        }
        counter.messages++;
        counter.bytes += bytes;
        sink(counter);
    }

    private Counter start(String topic) {
        Counter counter;
        if (size < heap.length) {
            counter = new Counter(topic, 0, size);
            size++;
            rise(counter);
        } else {
            Counter least = heap[0];
            byTopic.remove(least.topic);
            counter = new Counter(topic, least.messages, 0);
            heap[0] = counter;
        }
        byTopic.put(topic, counter);
        return counter;
    }

    /** A new one has less than any other. */
    private void rise(Counter counter) {
        int place = counter.place;
        while (place > 0) {
            Counter above = heap[(place - 1) / 2];
            heap[place] = above;
            above.place = place;
            place = (place - 1) / 2;
        }
        heap[place] = counter;
        counter.place = place;
    }

    private void sink(Counter counter) {
        int place = counter.place;
        for (int below = 2 * place + 1; below < size; below = 2 * place + 1) {
            if (below + 1 < size && heap[below + 1].messages < heap[below].messages) {
                below++;
            }
            Counter less = heap[below];
            if (less.messages >= counter.messages) {
                break;
            }
            heap[place] = less;
            less.place = place;
            place = below;
        }
        heap[place] = counter;
        counter.place = place;
    }

    /** The hottest ones, the hottest first. */
    public List<Hot> top(int limit) {
        List<Hot> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Counter counter = heap[i];
            all.add(new Hot(counter.topic, counter.messages, counter.error, counter.bytes));
        }
        all.sort(Comparator.comparingLong(Hot::messages).reversed().thenComparing(Hot::topic));
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    /** Begins anew. */
    public void clear() {
        byTopic.clear();
        Arrays.fill(heap, null);
        size = 0;
    }
}
