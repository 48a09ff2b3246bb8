package org.rembus.broker.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What was found for the topics that were asked for lately. Begins anew when there are too many of them. Not thread-safe. */
final class TopicMemo<V> {
    private static final int MAX_TOPICS = 16_384;

    private final LatestTopic<V> latest = new LatestTopic<>();
    private Map<String, V> found = new HashMap<>();

    V of(String topic, Function<String, V> search) {
        V known = latest.get(topic);
        if (known == null) {
            known = find(topic, search);
            latest.set(topic, known);
        }
        return known;
    }

    private V find(String topic, Function<String, V> search) {
        V known = found.get(topic);
        if (known == null) {
            known = search.apply(topic);
            if (found.size() >= MAX_TOPICS) {
                forget();
            }
            found.put(topic, known);
        }
        return known;
    }

    /** Not by {@link Map#clear}, which costs what the map could hold. */
    void forget() {
        latest.forget();
        found = new HashMap<>();
    }
}
