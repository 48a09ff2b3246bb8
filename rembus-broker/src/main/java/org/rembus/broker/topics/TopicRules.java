package org.rembus.broker.topics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * What holds for topics, by pattern. One rule holds for a topic: the most specific whose pattern matches it. That is
 * decided level by level, from the left: a literal is more specific than the end of the pattern, that than {@code *}, and
 * that than {@code **}. Immutable.
 */
public final class TopicRules<R> {
    private static final TopicRules<?> NONE = new TopicRules<>(List.of());

    private static final Comparator<Topic> MOST_SPECIFIC_FIRST =
            ((Comparator<Topic>) TopicRules::byLevels).thenComparing(Comparator.naturalOrder());

    private final List<Rule<R>> rules;

    private TopicRules(List<Rule<R>> rules) {
        this.rules = rules;
    }

    /** One of them. */
    public record Rule<R>(Topic pattern, R value) {}

    /** No rules. */
    @SuppressWarnings("unchecked") // it holds nothing
    public static <R> TopicRules<R> none() {
        return (TopicRules<R>) NONE;
    }

    /** These, in whatever order. */
    public static <R> TopicRules<R> of(Map<Topic, R> byPattern) {
        List<Rule<R>> rules = new ArrayList<>();
        byPattern.forEach((pattern, value) -> rules.add(new Rule<>(pattern, value)));
        rules.sort(Comparator.comparing(Rule::pattern, MOST_SPECIFIC_FIRST));
        return new TopicRules<>(List.copyOf(rules));
    }

    private static int byLevels(Topic one, Topic other) {
        int longer = Math.max(one.levels().size(), other.levels().size());
        for (int i = 0; i < longer; i++) {
            int difference = width(one.levels(), i) - width(other.levels(), i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** How much a pattern leaves open at one level. */
    private static int width(List<String> levels, int level) {
        if (level >= levels.size()) {
            return 1;
        }
        if (Topic.isAnyLevels(levels.get(level))) {
            return 3;
        }
        return Topic.isOneLevel(levels.get(level)) ? 2 : 0;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** All of them, the most specific first. */
    public List<Rule<R>> all() {
        return rules;
    }

    /** The same patterns with other values. */
    public <S> TopicRules<S> map(Function<R, S> change) {
        List<Rule<S>> changed = new ArrayList<>();
        rules.forEach(rule -> changed.add(new Rule<>(rule.pattern(), change.apply(rule.value()))));
        return new TopicRules<>(List.copyOf(changed));
    }

    /** What holds for this topic; empty when no rule does. Costs what there are of rules: see {@link Lookup}. */
    public Optional<R> find(String topic) {
        return rules.stream()
                .filter(rule -> rule.pattern().matches(topic))
                .findFirst()
                .map(Rule::value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicRules<?> that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }

    /** Remembers what holds for the topics that were asked for lately. For one thread. */
    public static final class Lookup<R> {
        private static final int MAX_TOPICS = 16_384;

        private final TopicRules<R> rules;
        private final R otherwise;
        private Map<String, R> found = new HashMap<>();
        private @Nullable TopicTrie<Integer> places;

        /** @param otherwise what holds where no rule does */
        public Lookup(TopicRules<R> rules, R otherwise) {
            this.rules = rules;
            this.otherwise = otherwise;
        }

        private R search(String text) {
            Topic topic = Topic.parse(text).orElse(null);
            if (topic == null) {
                return rules.find(text).orElse(otherwise);
            }
            int[] first = {Integer.MAX_VALUE};
            places().match(topic, place -> first[0] = Math.min(first[0], place));
            return first[0] == Integer.MAX_VALUE
                    ? otherwise
                    : rules.all().get(first[0]).value();
        }

        /** The places of the rules among all, by their patterns. */
        private TopicTrie<Integer> places() {
            TopicTrie<Integer> made = places;
            if (made == null) {
                made = new TopicTrie<>();
                for (int place = 0; place < rules.all().size(); place++) {
                    made.add(rules.all().get(place).pattern(), place);
                }
                places = made;
            }
            return made;
        }

        public R of(String topic) {
            if (rules.isEmpty()) {
                return otherwise;
            }
            R known = found.get(topic);
            if (known == null) {
                known = search(topic);
                if (found.size() >= MAX_TOPICS) {
                    found = new HashMap<>();
                }
                found.put(topic, known);
            }
            return known;
        }
    }
}
