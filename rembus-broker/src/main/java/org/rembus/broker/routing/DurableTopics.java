package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.Map;
import org.rembus.broker.journal.TwinState;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * What the durable subscriptions are for: those of named components that replay, whether connected or away. Only how many
 * there are is kept of each topic and pattern, and that only where a setting asks.
 */
final class DurableTopics {
    private final boolean asked;
    private final Map<String, Counts> tenants = new HashMap<>();

    DurableTopics(StorePolicy policy) {
        this.asked = policy.asksForSubscriptions();
    }

    /** Whether anybody will ask. */
    boolean isAsked() {
        return asked;
    }

    /** Counts those of a component that is remembered. */
    void addAll(TwinState twin) {
        String tenant = new Rid(twin.rid()).tenant();
        for (TwinState.SubscriptionState each : twin.subscriptions()) {
            if (!each.since().isNow()) {
                add(tenant, Topic.of(each.topic()), each.everyTopic());
            }
        }
    }

    /** There is one more. */
    void add(String tenant, Topic topic, boolean everyTopic) {
        if (asked) {
            tenants.computeIfAbsent(tenant, name -> new Counts()).add(topic, everyTopic, 1);
        }
    }

    /** There is one less. */
    void remove(String tenant, Topic topic, boolean everyTopic) {
        Counts counts = tenants.get(tenant);
        if (counts != null) {
            counts.add(topic, everyTopic, -1);
            if (counts.isEmpty()) {
                tenants.remove(tenant);
            }
        }
    }

    /** Whether one of them is for messages to this topic. */
    boolean want(String tenant, String topic) {
        Counts counts = tenants.get(tenant);
        return counts != null && counts.want(topic);
    }

    /** Those of one tenant. */
    private static final class Counts {
        private static final int MAX_CACHED = 16_384;

        private final Map<String, Integer> exact = new HashMap<>();
        private final Map<String, Integer> patterns = new HashMap<>();
        private final TopicTrie<Topic> trie = new TopicTrie<>();
        private Map<String, Boolean> matched = new HashMap<>();
        private int everyTopic;

        void add(Topic topic, boolean every, int more) {
            if (every) {
                everyTopic += more;
            } else if (topic.isPattern()) {
                boolean before = patterns.containsKey(topic.toString());
                change(patterns, topic.toString(), more);
                boolean after = patterns.containsKey(topic.toString());
                if (before != after) {
                    setPattern(topic, after);
                }
            } else {
                change(exact, topic.toString(), more);
            }
        }

        private static void change(Map<String, Integer> counts, String topic, int more) {
            counts.merge(topic, more, (before, change) -> before + change == 0 ? null : before + change);
        }

        private void setPattern(Topic pattern, boolean present) {
            matched = new HashMap<>();
            if (present) {
                trie.add(pattern, pattern);
            } else {
                trie.remove(pattern, pattern);
            }
        }

        boolean want(String topic) {
            return everyTopic > 0 || exact.containsKey(topic) || (!patterns.isEmpty() && isMatched(topic));
        }

        private boolean isMatched(String topic) {
            Boolean known = matched.get(topic);
            if (known == null) {
                boolean[] found = new boolean[1];
                trie.match(Topic.of(topic), pattern -> found[0] = true);
                known = found[0];
                if (matched.size() >= MAX_CACHED) {
                    matched = new HashMap<>();
                }
                matched.put(topic, known);
            }
            return known;
        }

        boolean isEmpty() {
            return everyTopic == 0 && exact.isEmpty() && patterns.isEmpty();
        }
    }
}
