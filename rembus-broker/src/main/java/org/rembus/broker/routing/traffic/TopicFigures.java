package org.rembus.broker.routing.traffic;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rembus.broker.topics.LatestTopic;

/**
 * How often topics were published to, and how long calls of services took, since the start: of the first ones that there were
 * each, and of all others together, so that nobody can make it grow. Plain numbers, for the router's thread.
 */
public final class TopicFigures {
    /** How many topics, and services, are told apart. */
    public static final int MOST = 200;

    /** Under which the others are: no legal topic. */
    public static final String OTHERS = "*";

    private final Map<String, long[]> published = new HashMap<>();
    private final LatestTopic<long[]> latest = new LatestTopic<>();
    private final Map<String, Times> called = new HashMap<>();
    private final long[] publishedToOthers = {0};
    private final Times otherCalls = new Times();

    /** A message to this topic came. */
    public void published(String topic) {
        long[] count = latest.get(topic);
        if (count == null) {
            count = countOf(topic);
            latest.set(topic, count);
        }
        count[0]++;
    }

    private long[] countOf(String topic) {
        long[] count = published.get(topic);
        if (count == null && published.size() < MOST) {
            count = new long[] {0};
            published.put(topic, count);
        }
        return count == null ? publishedToOthers : count;
    }

    /** A call of this service has its answer, whoever gave it. */
    public void called(String topic, long ns) {
        Times times = called.get(topic);
        if (times == null) {
            times = otherCalls;
            if (called.size() < MOST) {
                times = new Times();
                called.put(topic, times);
            }
        }
        times.add(ns);
    }

    /** How many messages came to each topic. */
    public Map<String, Long> published() {
        Map<String, Long> counts = new LinkedHashMap<>();
        published.forEach((topic, count) -> counts.put(topic, count[0]));
        counts.put(OTHERS, publishedToOthers[0]);
        return counts;
    }

    /** How long calls of each service took. */
    public Map<String, Times.Taken> called() {
        Map<String, Times.Taken> taken = new LinkedHashMap<>();
        called.forEach((topic, times) -> taken.put(topic, times.taken()));
        taken.put(OTHERS, otherCalls.taken());
        return taken;
    }
}
