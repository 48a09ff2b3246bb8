package org.rembus.broker.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * What it can cost to find a topic among patterns, however it is made for that: so many branches of a {@link TopicTrie} can match,
 * beside one for each level of the topic.
 *
 * <p>Up to its first wildcard a pattern shares one way with all others that match. From there on each of its levels counts. Patterns that
 * differ in plain levels only, such as {@code site/1/*} and {@code site/2/*}, count once, because a topic takes the way of one of them; not so where
 * a level comes behind a {@code **}, which lets a topic take many ways. Not thread-safe.
 */
public final class PatternLevels {
    private final Map<String, Integer> shapes = new HashMap<>();
    private int count;

    /** Counts a topic or pattern that was not there. */
    public void add(String topic) {
        Shape shape = Shape.of(topic);
        if (shape != null && shapes.merge(shape.text(), 1, Integer::sum) == 1) {
            count += shape.levels();
        }
    }

    /** No longer counts one that was added. */
    public void remove(String topic) {
        Shape shape = Shape.of(topic);
        if (shape != null && shapes.computeIfPresent(shape.text(), (text, n) -> n == 1 ? null : n - 1) == null) {
            count -= shape.levels();
        }
    }

    /** Levels that count. */
    public int count() {
        return count;
    }

    /** How many more there would be with these topics, which are not there. */
    public int moreWith(Collection<String> topics) {
        Set<Shape> more = new HashSet<>();
        for (String topic : topics) {
            Shape shape = Shape.of(topic);
            if (shape != null && !shapes.containsKey(shape.text())) {
                more.add(shape);
            }
        }
        return more.stream().mapToInt(Shape::levels).sum();
    }

    /**
     * What is the same in patterns that count once.
     *
     * @param text the pattern; its plain levels are empty, unless it counts by itself
     * @param levels how many count
     */
    private record Shape(String text, int levels) {
        /** Null for a topic that is no pattern. */
        static @Nullable Shape of(String topic) {
            if (topic.indexOf('*') < 0) {
                return null;
            }
            List<String> levels = Topic.levelsOf(topic);
            int first = 0;
            while (first < levels.size() && !isWildcard(levels.get(first))) {
                first++;
            }
            if (first == levels.size()) {
                return null;
            }
            boolean hasManyWays =
                    levels.subList(first, levels.size() - 1).stream().anyMatch(Topic::isAnyLevels);
            return new Shape(hasManyWays ? topic : withoutPlain(levels), levels.size() - first);
        }

        private static String withoutPlain(List<String> levels) {
            return String.join(
                    "/",
                    levels.stream().map(level -> isWildcard(level) ? level : "").toList());
        }

        private static boolean isWildcard(String level) {
            return Topic.isOneLevel(level) || Topic.isAnyLevels(level);
        }
    }
}
