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
     * @return how many more topics and patterns there are something of: 1, 0 or -1
     */
    public int add(Topic topic, boolean every, int more) {
        if (every) {
            everyTopic += more;
            return 0;
        }
        if (!topic.isPattern()) {
            return change(exact, topic.toString(), more);
        }
        int change = change(patterns, topic.toString(), more);
        if (change != 0) {
            setPattern(topic, change > 0);
        }
        return change;
    }

    private static int change(Map<String, Integer> counts, String topic, int more) {
        int before = counts.size();
        counts.merge(topic, more, (count, change) -> count + change == 0 ? null : count + change);
        return counts.size() - before;
    }

    /** Whether there is one of this topic or pattern itself. */
    public boolean knows(Topic topic) {
        return (topic.isPattern() ? patterns : exact).containsKey(topic.toString());
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
