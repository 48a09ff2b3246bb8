package org.rembus.broker.topics;

import java.util.HashMap;
import java.util.Map;
import org.rembus.protocol.Topic;

/** How many there are of each topic and pattern, and whether any of them is for a topic. Not thread-safe. */
public final class TopicCounts {
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> patterns = new HashMap<>();
    private final TopicTrie<Topic> trie = new TopicTrie<>();
    private final TopicMemo<Boolean> matched = new TopicMemo<>();
    private int everyTopic;

    /**
     * There are so many more of this topic or pattern.
     *
     * @param every whether it stands for all topics, whatever it says
     * @param more less than zero when there are fewer
     */
    public void add(Topic topic, boolean every, int more) {
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
        matched.forget();
        if (present) {
            trie.add(pattern, pattern);
        } else {
            trie.remove(pattern, pattern);
        }
    }

    /** Whether there is one for messages to this topic. */
    public boolean has(String topic) {
        return everyTopic > 0
                || exact.containsKey(topic)
                || (!patterns.isEmpty() && matched.of(topic, this::isMatched));
    }

    private boolean isMatched(String topic) {
        boolean[] found = new boolean[1];
        trie.match(Topic.of(topic), pattern -> found[0] = true);
        return found[0];
    }

    public boolean isEmpty() {
        return everyTopic == 0 && exact.isEmpty() && patterns.isEmpty();
    }
}
